import type { Logger } from '@graphkeep/core';

const SAME_SIGNAL_MS = 1_000;

/** Ends the process well at SIGINT or SIGTERM. `abandon` is for a person who will not wait. */
export const stopAtSignal = (
  log: Logger,
  stop: () => Promise<void>,
  abandon: () => void = () => {},
): void => {
  let stopping: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping !== undefined) {
      // One Ctrl-C may come twice, from the terminal and from npm; a later one is a person who will not wait.
      if (performance.now() - stopping <= SAME_SIGNAL_MS) return;
      abandon();
      process.exit(1);
    }
    stopping = performance.now();
    log.info({ signal }, 'stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
};
