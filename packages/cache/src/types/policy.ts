import { GraphkeepError } from '@graphkeep/core';
import { type Duration, milliseconds } from './duration.ts';
import type { CacheTypeOptions } from './options.ts';
import { bytes } from './size.ts';

interface ActivityStep {
  readonly withinMs: number;
  readonly ttlMs: number;
}

/** The options of a type, in milliseconds and bytes, with the defaults filled in. */
export interface Policy<V> {
  readonly ttlMs: number;
  readonly sliding: boolean;
  readonly activity:
    | {
        readonly lastActive: (value: V) => Date | number;
        readonly steps: readonly ActivityStep[];
        readonly otherwiseMs: number;
      }
    | undefined;
  readonly graceMs: number;
  readonly staleMs: number;
  readonly jitter: number;
  readonly negativeMs: number;
  readonly refreshAhead: number | undefined;
  readonly softMs: number | undefined;
  readonly hardMs: number;
  readonly retryMs: number;
  /** How long another process's load is waited for. */
  readonly leaseMs: number | undefined;
  readonly version: number;
  /** 0: not kept in the process. */
  readonly memoryMs: number;
  readonly compressFrom: number;
  readonly maxBytes: number;
  /** How long a delete is remembered: longer than any load that began before it. */
  readonly fenceMs: number;
}

/** Beyond the longest load: the time that its write may take, and its connection to be found dead. */
const FENCE_MARGIN_MS = 10_000;

export const policyOf = <V, I>(
  name: string,
  options: CacheTypeOptions<V, I>,
  ttlOverride: Duration | undefined,
): Policy<V> => {
  const ms = (option: string, value: Duration): number => milliseconds(value, `${name}.${option}`);
  const share = (option: string, value: number): number => {
    if (value >= 0 && value <= 1) return value;
    const field = `${name}.${option}`;
    throw new GraphkeepError('invalid_input', `${field} is ${value}; it must be between 0 and 1.`, { field });
  };
  const { policy = 'fixed', lease = false, memory = '60s', compress = '1kb' } = options;
  const hardMs = ms('hardTimeout', options.hardTimeout ?? '10s');
  return {
    ttlMs: ms('ttl', ttlOverride ?? options.ttl),
    sliding: policy === 'sliding',
    activity:
      typeof policy === 'string'
        ? undefined
        : {
            lastActive: policy.lastActive,
            steps: policy.steps.map(({ within, ttl }) => ({
              withinMs: ms('policy.steps.within', within),
              ttlMs: ms('policy.steps.ttl', ttl),
            })),
            otherwiseMs: ms('policy.otherwise', policy.otherwise),
          },
    graceMs: ms('grace', options.grace ?? 0),
    staleMs: ms('staleWhileRevalidate', options.staleWhileRevalidate ?? 0),
    jitter: share('jitter', options.jitter ?? 0.1),
    negativeMs: ms('negative', options.negative ?? 0),
    refreshAhead:
      options.refreshAhead === undefined ? undefined : share('refreshAhead', options.refreshAhead),
    softMs: options.softTimeout === undefined ? undefined : ms('softTimeout', options.softTimeout),
    hardMs,
    retryMs: ms('retryAfter', options.retryAfter ?? '5s'),
    leaseMs: lease === false ? undefined : ms('lease', lease === true ? '1s' : lease),
    version: options.version ?? 1,
    memoryMs: memory === false ? 0 : ms('memory', memory),
    compressFrom:
      compress === false ? Number.POSITIVE_INFINITY : Math.max(1, bytes(compress, `${name}.compress`)),
    maxBytes: bytes(options.maxBytes ?? '2mb', `${name}.maxBytes`),
    fenceMs: hardMs + FENCE_MARGIN_MS,
  };
};
