import { type Config, createMetrics, type Logger } from '@graphkeep/core';
import { openPlatform } from '@graphkeep/platform';
import { domainsFor } from '../domains.ts';
import { createLifecycle } from '../lifecycle.ts';
import { version } from '../version.ts';
import { operatorHttp } from './operator-http.ts';

/** The product in the process of a command, where no server runs: nothing listens. */
export const openInProcess = async (config: Config, log: Logger) => {
  const metrics = createMetrics();
  const lifecycle = createLifecycle();
  const platform = await openPlatform({ config, ...domainsFor(config), log, metrics });
  const readMetrics = () => metrics.registry.metrics();
  const app = await operatorHttp({ config, platform, lifecycle, log, metrics, readMetrics, version });
  return {
    platform,
    /** Answers what a server would answer to whoever may use its data folder. */
    fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const { statusCode, headers, rawPayload } = await app.inject({
        method: request.method === 'POST' ? 'POST' : 'GET',
        url: `${pathname}${search}`,
        headers: Object.fromEntries(request.headers),
        ...(request.body && { payload: Buffer.from(await request.arrayBuffer()) }),
        signal: request.signal,
      });
      return new Response(new Uint8Array(rawPayload), { status: statusCode, headers: textsOf(headers) });
    },
    close: async (): Promise<void> => {
      lifecycle.end();
      await app.close();
      await platform.close();
    },
  };
};

const textsOf = (headers: Readonly<Record<string, string | number | string[] | undefined>>): Headers => {
  const texts = new Headers();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) texts.set(name, String(value));
  return texts;
};
