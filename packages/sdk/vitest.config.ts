import { suite } from '@graphkeep/test';

export default suite({ globalSetup: 'test/support/global-setup.ts' });
