import { cancelled, noAnswer } from './errors.ts';

/** The work, or an error when the caller ends it or its time is over, whether or not the work heeds its signal. */
export const within = async <T>(
  ms: number,
  caller: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  if (caller?.aborted) throw cancelled(caller);
  const ending = new AbortController();
  let end = (_: Error): void => {};
  const ended = new Promise<never>((_, reject) => {
    end = (error) => {
      reject(error);
      ending.abort(error);
    };
  });
  const leave = caller && (() => end(cancelled(caller)));
  const timer = setTimeout(
    () => end(noAnswer('timeout', `No whole answer came within ${ms} ms.`, undefined)),
    ms,
  );
  if (leave) caller.addEventListener('abort', leave);
  try {
    return await Promise.race([work(ending.signal), ended]);
  } finally {
    clearTimeout(timer);
    if (leave) caller.removeEventListener('abort', leave);
  }
};
