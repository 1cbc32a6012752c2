import { suite } from '@graphkeep/test';

// The scratch folders go by a hook of the module that makes them, which is to be loaded for each file.
export default suite({ isolate: true });
