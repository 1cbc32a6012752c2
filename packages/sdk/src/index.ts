export type { ErrorCode, FieldIssue } from '@graphkeep/contract/errors';
export { type CreateGraphkeep, createGraphkeep, type Graphkeep } from './create-graphkeep.ts';
export { GraphkeepApiError } from './errors.ts';
export type { GraphkeepOptions } from './options.ts';
export type { CallOptions, ClientOf, List, Live, LiveOptions, ResourceClient } from './types.ts';
