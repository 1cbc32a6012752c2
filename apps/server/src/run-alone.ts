import type { Config, Logger } from '@graphkeep/core';
import type { Ready } from './banner.ts';
import { startServer } from './start-server.ts';
import { stopAtSignal } from './stop-at-signal.ts';

/** One process that serves until it is told to stop. */
export const runAlone = async (config: Config, log: Logger): Promise<Ready> => {
  const server = await startServer(config, { log });
  stopAtSignal(log, server.close);
  return server;
};
