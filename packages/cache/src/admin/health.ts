import { randomUUID } from 'node:crypto';
import type { KeySpace } from '../keys.ts';
import type { CacheSnapshot } from '../metrics/snapshot.ts';
import type { RedisConnection } from '../redis/connection.ts';

export interface Check {
  readonly ok: boolean;
  readonly ms: number | null;
  readonly reason: string | null;
}

export interface CacheHealth {
  /** `degraded`: it answers, but not as it should. */
  readonly status: 'healthy' | 'degraded' | 'down';
  readonly reasons: readonly string[];
  readonly ping: Check;
  /** A value that was written and read again. */
  readonly probe: Check;
  /** How the cache stands to Redis; null where no cache was given. */
  readonly link: 'ready' | 'probing' | 'away' | null;
  /** How late news of other processes came; null as above. */
  readonly logLagMs: number | null;
}

const PROBE_LIFE_MS = 10_000;

export interface HealthOptions {
  /** @default 50 ms */
  readonly slowMs?: number;
  /** @default 5 s */
  readonly maxLogLagMs?: number;
}

export const healthOf = async (
  connection: RedisConnection,
  keys: KeySpace,
  link: CacheSnapshot['redis'],
  { slowMs = 50, maxLogLagMs = 5_000 }: HealthOptions = {},
): Promise<CacheHealth> => {
  const [ping, probe] = await Promise.all([
    check(() => connection.ping()),
    check(() => writeAndRead(connection, `${keys.prefix}probe:${randomUUID()}`)),
  ]);
  const reasons = [
    ...(ping.ok ? [] : [`PING failed: ${ping.reason}`]),
    ...(probe.ok ? [] : [`A value could not be written and read again: ${probe.reason}`]),
    ...(ping.ms !== null && ping.ms > slowMs ? [`PING took ${Math.round(ping.ms)} ms.`] : []),
    ...(link === undefined ? [] : linkReasons(link, maxLogLagMs)),
  ];
  return {
    status: !ping.ok ? 'down' : reasons.length > 0 ? 'degraded' : 'healthy',
    reasons,
    ping,
    probe,
    link: link?.state ?? null,
    logLagMs: link?.logLagMs ?? null,
  };
};

const linkReasons = (link: NonNullable<CacheSnapshot['redis']>, maxLogLagMs: number): readonly string[] => [
  ...(link.state === 'ready' ? [] : [`The cache does not ask Redis: it is ${link.state}.`]),
  ...(link.followed ? [] : ['News of other processes do not come.']),
  ...(link.logLagMs > maxLogLagMs
    ? [`News of other processes come ${Math.round(link.logLagMs)} ms late.`]
    : []),
];

const check = async (work: () => Promise<void>): Promise<Check> => {
  const began = performance.now();
  try {
    await work();
    return { ok: true, ms: performance.now() - began, reason: null };
  } catch (error) {
    return { ok: false, ms: null, reason: error instanceof Error ? error.message : String(error) };
  }
};

const writeAndRead = (connection: RedisConnection, key: string): Promise<void> =>
  connection.run(
    async (client) => {
      const written = randomUUID();
      await client.set(key, written, 'PX', PROBE_LIFE_MS);
      const read = await client.getdel(key);
      if (read !== written) throw new Error(`it came back as ${read === null ? 'nothing' : 'another one'}`);
    },
    { idempotent: true },
  );
