import { ConfigError, loadConfig, StartError } from '@graphkeep/core';
import { banner } from './banner.ts';
import { runServer } from './run-server.ts';

const main = async (): Promise<void> => {
  const config = loadConfig(process.env);
  const ready = await runServer(config);
  if (ready) process.stdout.write(banner(ready, config.dataDir));
};

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof StartError;
  console.error(expected ? error.message : error);
  process.exit(1);
});
