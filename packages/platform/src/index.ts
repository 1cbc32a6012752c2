export type { Health, StoreHealth, StoreName } from './health.ts';
export { openPlatform, type Platform, type PlatformOptions, type Scoped } from './open-platform.ts';
export type { Principal } from './principal.ts';
