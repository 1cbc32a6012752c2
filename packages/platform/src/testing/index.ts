export { openTestPlatform, type TestPlatform, type TestPlatformOptions } from './open-test-platform.ts';
