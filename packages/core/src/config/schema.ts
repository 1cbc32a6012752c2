import { z } from 'zod';
import { auth, jwt, rates, secrets } from './groups/access.ts';
import { cache, leader } from './groups/cache.ts';
import { general } from './groups/general.ts';
import { http, tls } from './groups/http.ts';
import { infra } from './groups/infra.ts';
import { log, metrics, slowQueryMs } from './groups/observation.ts';
import { breaker, health, retry } from './groups/resilience.ts';
import { graph, redis, sql } from './groups/stores.ts';
import { privacy, story } from './groups/story.ts';

/** A group that is there only where those of its options are set that have no default. */
const optionalGroup = <S extends z.ZodRawShape>(shape: S) => z.object(shape).readonly().exactOptional();

export const configSchema = z
  .object({
    ...general,
    http: z.object({ ...http, tls: optionalGroup(tls) }).readonly(),
    auth: z
      .object({
        apiKey: auth.apiKey.exactOptional(),
        jwt: optionalGroup({
          ...jwt,
          secret: jwt.secret.exactOptional(),
          jwksUrl: jwt.jwksUrl.exactOptional(),
        }),
      })
      .readonly(),
    secrets: z
      .object({ root: secrets.root.exactOptional(), previous: secrets.previous.exactOptional() })
      .readonly(),
    rates: z.object(rates).readonly(),
    log: z.object(log).readonly(),
    metrics,
    graph: z
      .object({
        ...graph,
        password: graph.password.exactOptional(),
        database: graph.database.exactOptional(),
      })
      .readonly(),
    cache: z.object(cache).readonly(),
    leader: z.object(leader).readonly(),
    redis: optionalGroup({ ...redis, caFile: redis.caFile.exactOptional() }),
    sql: optionalGroup(sql),
    slowQueryMs,
    breaker: z.object(breaker).readonly(),
    retry: z.object(retry).readonly(),
    health: z.object(health).readonly(),
    story: z.object(story).readonly(),
    privacy: z.object(privacy).readonly(),
    infra: z
      .object({
        ...infra,
        hourCost: infra.hourCost.exactOptional(),
        investment: infra.investment.exactOptional(),
        budget: infra.budget.exactOptional(),
        validateEveryMs: infra.validateEveryMs.exactOptional(),
      })
      .readonly(),
  })
  .readonly();

/** Everything that a deployment may set, checked. Its types follow from the schema. */
export interface Config extends z.output<typeof configSchema> {}
