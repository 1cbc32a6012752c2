import type { Worker } from 'node:cluster';
import { type Config, type Logger, StartError } from '@graphkeep/core';
import { AggregatorRegistry, type RegistryContentType } from 'prom-client';
import type { Ready } from '../banner.ts';
import { developmentKey } from '../development-key.ts';
import { forgetDeadSocket } from '../socket/listen-for-operator.ts';
import { stopAtSignal } from '../stop-at-signal.ts';
import { startCrew } from './crew.ts';
import type { FromPrimary, FromWorker } from './messages.ts';

/** What a stop takes beyond what is given to requests: closing the stores. */
const CLOSING_MS = 15_000;

/** Starts the workers and keeps them running; it serves nothing itself. */
export const runPrimary = async (config: Config, log: Logger): Promise<Ready> => {
  // Before the workers, which would all make one.
  const made = config.auth.apiKey ? undefined : developmentKey(config.dataDir);
  await forgetDeadSocket(config.dataDir);
  const all = new AggregatorRegistry();
  const crew = startCrew({
    size: config.workers,
    stopMs: config.http.drainMs + config.http.shutdownMs + CLOSING_MS,
    log,
    onMessage: (message, worker) => {
      if (message.type === 'graphkeep:metrics') void answerMetrics(all, message, worker, log);
    },
  });
  stopAtSignal(log, crew.stop, crew.kill);
  try {
    return { url: await crew.ready, developmentKey: made };
  } catch (error) {
    crew.kill();
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const answerMetrics = async (
  all: Pick<AggregatorRegistry<RegistryContentType>, 'clusterMetrics'>,
  { id }: Extract<FromWorker, { type: 'graphkeep:metrics' }>,
  worker: Worker,
  log: Logger,
): Promise<void> => {
  const message: FromPrimary = { type: 'graphkeep:metrics', id };
  const text = await all.clusterMetrics().catch((error: unknown) => {
    log.warn({ err: error }, 'the metrics of the workers cannot be read');
    return undefined;
  });
  if (worker.isConnected()) worker.send(text === undefined ? message : { ...message, text });
};
