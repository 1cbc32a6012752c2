import { inject } from 'vitest';
import { callerOf } from '../../src/caller.ts';
import { createGraphkeep, type Graphkeep, type GraphkeepOptions } from '../../src/index.ts';
import { checkedOptions } from '../../src/options.ts';
import { openTransport } from '../../src/transport.ts';

export const apiKey = inject('apiKey');

/** A client of the real server, unless another address is given. */
export const client = (options: Partial<GraphkeepOptions> = {}): Graphkeep =>
  createGraphkeep({ url: inject('url'), apiKey, log: 'off', ...options });

/** A client that does not wait between attempts, and says how long it would have waited; with all that it told its log. */
export const impatientClient = (options: Partial<GraphkeepOptions>) => {
  const waits: number[] = [];
  const logged: unknown[] = [];
  const note = (...line: unknown[]) => void logged.push(line);
  const logger = { debug: note, info: note, warn: note, error: note };
  const checked = checkedOptions({ url: inject('url'), apiKey, log: 'debug', logger, ...options });
  const gk = callerOf(openTransport(checked, async (ms) => void waits.push(ms))) as Graphkeep;
  return { gk, waits, logged };
};

/** A client of the real server, and the addresses and headers of its HTTP requests. */
export const watchedClient = (options: Partial<GraphkeepOptions> = {}) => {
  const requests: { readonly path: string; readonly headers: Headers }[] = [];
  const gk = client({
    ...options,
    fetch: (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      requests.push({ path: pathname + search, headers: new Headers(init?.headers) });
      return fetch(input, init);
    },
  });
  return { gk, requests };
};

/** A name that no other test has. */
export const newName = (): string => `user-${crypto.randomUUID().slice(0, 13)}`;
