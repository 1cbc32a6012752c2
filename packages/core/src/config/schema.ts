import { z } from 'zod';
import {
  auth,
  breaker,
  general,
  graph,
  health,
  http,
  log,
  metrics,
  redis,
  retry,
  secrets,
  slowQueryMs,
  sql,
  tls,
} from './fields.ts';

/** A group that is there only where those of its options are set that have no default. */
const optionalGroup = <S extends z.ZodRawShape>(shape: S) => z.object(shape).readonly().exactOptional();

export const configSchema = z
  .object({
    ...general,
    http: z.object({ ...http, tls: optionalGroup(tls) }).readonly(),
    auth: z.object({ apiKey: auth.apiKey.exactOptional() }).readonly(),
    secrets: z
      .object({ root: secrets.root.exactOptional(), previous: secrets.previous.exactOptional() })
      .readonly(),
    log: z.object(log).readonly(),
    metrics,
    graph: z
      .object({
        ...graph,
        password: graph.password.exactOptional(),
        database: graph.database.exactOptional(),
      })
      .readonly(),
    redis: optionalGroup({ ...redis, caFile: redis.caFile.exactOptional() }),
    sql: optionalGroup(sql),
    slowQueryMs,
    breaker: z.object(breaker).readonly(),
    retry: z.object(retry).readonly(),
    health: z.object(health).readonly(),
  })
  .readonly();

/** Everything that a deployment may set, checked. Its types follow from the schema. */
export interface Config extends z.output<typeof configSchema> {}
