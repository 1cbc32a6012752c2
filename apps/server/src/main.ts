import cluster from 'node:cluster';
import { ConfigError, createLogger, loadConfig, StartError } from '@graphkeep/core';

const main = async (): Promise<void> => {
  const config = loadConfig(process.env);
  const log = createLogger({ level: config.log.level, destination: process.stderr });
  // Loaded only now: a wrong option is told without waiting for drivers and HTTP.
  if (config.workers === 1) return (await import('./run-alone.ts')).runAlone(config, log);
  if (cluster.isPrimary) return (await import('./workers/run-primary.ts')).runPrimary(config, log);
  return (await import('./workers/run-worker.ts')).runWorker(config, log);
};

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof StartError;
  console.error(expected ? error.message : error);
  process.exit(1);
});
