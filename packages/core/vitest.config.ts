import { suite } from '@graphkeep/test';

export default suite({ isolate: false });
