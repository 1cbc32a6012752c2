import { ConfigError, createLogger, loadConfig, StartError } from '@graphkeep/core';
import { banner } from './banner.ts';

const SAME_SIGNAL_MS = 1_000;

const main = async (): Promise<void> => {
  const config = loadConfig(process.env);
  const log = createLogger({ level: config.log.level, destination: process.stderr });
  // Loaded only now: a wrong option is told without waiting for drivers and HTTP.
  const { startServer } = await import('./start-server.ts');
  const server = await startServer(config, { log });

  let stopping: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping !== undefined) {
      // One Ctrl-C may come twice, from the terminal and from npm; a later one is a person who will not wait.
      if (performance.now() - stopping > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stopping = performance.now();
    log.info({ signal }, 'stopping');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  process.stdout.write(banner(server, config.dataDir));
};

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof StartError;
  console.error(expected ? error.message : error);
  process.exit(1);
});
