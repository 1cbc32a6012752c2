/// <reference types="revalidator" preserve="true" />
export { type BindOptions, type Bound, bindNeogma } from './bind-neogma.ts';
export { type BoundHost, type DriverLike, ManagedRunner, type SessionLike } from './managed-runner.ts';
export type { ModelOf, RelatedOf, StoredOf } from './model-types.ts';
export { WriteRefused } from './refuse-writes.ts';
