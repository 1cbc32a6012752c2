import { type Config, type Logger, StartError } from '@graphkeep/core';
import { AggregatorRegistry } from 'prom-client';
import { startServer } from '../start-server.ts';
import { stopAtSignal } from '../stop-at-signal.ts';
import { commonMetrics } from './common-metrics.ts';
import type { FromWorker } from './messages.ts';

const tell = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));

/** One of several processes that serve the same port. Node ends it when the first process is gone. */
export const runWorker = async (config: Config, log: Logger): Promise<void> => {
  try {
    // It answers the first process, which asks all workers for what each has counted.
    new AggregatorRegistry();
    const server = await startServer(config, {
      log,
      readMetrics: commonMetrics(tell),
      onMetrics: ({ registry }) => AggregatorRegistry.setRegistries(registry),
    });
    stopAtSignal(log, server.close);
    await tell({ type: 'graphkeep:ready', url: server.url });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    await tell({ type: 'graphkeep:refused', reason: error.message });
    process.exit(1);
  }
};
