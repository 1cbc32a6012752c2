export type { ConfigRow } from './config/describe.ts';
export { describeConfig, loadConfig } from './config/load.ts';
export { renderOptionsPage } from './config/page.ts';
export type { Config } from './config/schema.ts';
export {
  acceptRequestId,
  countUsage,
  currentContext,
  newRequestId,
  newUsage,
  noteStale,
  parseTraceparent,
  type RequestContext,
  runInContext,
  type StoreUsage,
  type Usage,
} from './context.ts';
export { Deadline } from './deadline.ts';
export {
  ConfigError,
  GraphkeepError,
  isGraphkeepError,
  StartError,
} from './errors.ts';
export { createLogger, type Logger } from './log.ts';
export { isLoopback } from './loopback.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export type { MetricsSnapshot } from './metrics-snapshot.ts';
export { parseRedisAddress, type RedisAddress } from './redis-address.ts';
export { Bulkhead } from './resilience/bulkhead.ts';
export { createGuard, type Guard, type GuardedCall, guarded } from './resilience/guard.ts';
export type { BulkheadOptions, GuardOptions } from './resilience/options.ts';
export { type Secret, secretFromFile, secretOf } from './secret.ts';
