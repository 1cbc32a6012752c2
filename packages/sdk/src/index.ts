export { createGraphkeep, type Graphkeep, type GraphkeepOptions } from './create-graphkeep.ts';
export { GraphkeepApiError } from './errors.ts';
export type { CallOptions, ClientOf, List, ResourceClient } from './types.ts';
