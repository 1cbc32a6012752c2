import { suite } from '@graphkeep/test';

export default suite();
