import { suite } from '@graphkeep/test';

// Several starts of npm in one test: up to 20 s were seen beside another package.
export default suite({ testTimeout: 60_000 });
