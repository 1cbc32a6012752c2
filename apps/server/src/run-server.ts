import cluster from 'node:cluster';
import { type Config, createLogger } from '@graphkeep/core';
import type { Ready } from './banner.ts';

/**
 * Serves until the process is told to stop: in one process, or in as many as the configuration says. Resolves once it takes
 * requests; with nothing in those processes that another one speaks for.
 */
export const runServer = async (config: Config): Promise<Ready | undefined> => {
  const log = createLogger({ level: config.log.level, destination: process.stderr });
  // Loaded only now: a wrong option is told without waiting for drivers and HTTP.
  if (config.workers === 1) return (await import('./run-alone.ts')).runAlone(config, log);
  if (cluster.isPrimary) return (await import('./workers/run-primary.ts')).runPrimary(config, log);
  await (await import('./workers/run-worker.ts')).runWorker(config, log);
  return undefined;
};
