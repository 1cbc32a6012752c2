import { randomUUID } from 'node:crypto';
import { createLogger, createMetrics, loadConfig } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { openPlatform, type Platform, type PlatformOptions } from '../open-platform.ts';

export interface TestPlatformOptions<G extends Graph>
  extends Omit<PlatformOptions<G>, 'config' | 'log' | 'metrics'>,
    Partial<Pick<PlatformOptions<G>, 'log' | 'metrics'>> {
  /** Settings over those of a test: stores in memory, the profile `test`, and a name of its own in stores that are shared. */
  readonly environment?: Readonly<Record<string, string>>;
}

export type TestPlatform<G extends Graph> = Platform<G> & AsyncDisposable;

/**
 * A platform over stores in memory, which is closed with its scope and says nothing.
 *
 * @example await using platform = await openTestPlatform({ graph: storyGraph });
 */
export const openTestPlatform = async <G extends Graph>({
  environment = {},
  log = createLogger({ level: 'silent' }),
  metrics = createMetrics(),
  ...options
}: TestPlatformOptions<G>): Promise<TestPlatform<G>> => {
  const config = loadConfig({
    GRAPHKEEP_PROFILE: 'test',
    NEO4J_URI: 'memory:',
    // Beside others in the same stores: a cache, jobs and cursors of its own.
    GRAPHKEEP_CACHE_APP: `test-${randomUUID()}`,
    GRAPHKEEP_LEADER_LEASE_MS: '2000',
    // A store that was just started takes long over each new statement, and the plan of a slow one would be asked for too.
    GRAPHKEEP_SLOW_QUERY_MS: '10s',
    ...environment,
  });
  const platform = await openPlatform({ ...options, config, log, metrics });
  return { ...platform, [Symbol.asyncDispose]: () => platform.close() };
};
