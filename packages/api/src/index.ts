export { type Answers, answers } from './answers.ts';
export { type Api, appRouter, systemProcedures } from './app-router.ts';
export { type Caller, type CallerOf, createCaller } from './caller.ts';
export type { ApiContext } from './context.ts';
export { type ContextOptions, createApiContext } from './create-context.ts';
export { createGraphkeepRouter, type Procedures } from './create-router.ts';
export {
  domainMigrators,
  domains,
  domainsFor,
  type ProductDomains,
  type ProductGraph,
  productGraph,
} from './domains.ts';
export { errorEnvelope } from './error-data.ts';
export { type ErrorShape, type FormatOptions, formatError } from './format-error.ts';
export { infraOf } from './infra/infra-of.ts';
export type { LiveNotice, NodeChange, NodeEvent } from './live/events.ts';
export { ofGraph } from './of-graph.ts';
export { administer, read, write, writeOutside } from './procedures.ts';
export {
  createRateLimits,
  type RateLimit,
  type RateLimits,
  type RateLimitsOptions,
  type RateState,
} from './rate-limits.ts';
export type { Operation, ResourceOf, ResourceProcedures } from './resource/types.ts';
export {
  extend,
  type ResourceHandlers,
  type ResourceOptions,
  readOperations,
  resourceRouter,
} from './resource-router.ts';
export { responseHeaders, responseMeta } from './response-headers.ts';
export { createRest, type Rest, type RestAnswer, type RestRequest } from './rest/create-rest.ts';
export type { OpenApiDocument, OpenApiOptions } from './rest/open-api.ts';
export { type Problem, problemOf } from './rest/problem.ts';
export { storyOf } from './story/story-of.ts';
export { transformer } from './transformer.ts';
