import type { AddressInfo } from 'node:net';
import { type Config, createLogger, createMetrics, type Logger, StartError } from '@graphkeep/core';
import { storyGraph } from '@graphkeep/models/story';
import { openPlatform } from '@graphkeep/platform';
import { keyAuthentication } from './authenticate.ts';
import { developmentKey } from './development-key.ts';
import { createHttp } from './http.ts';
import { version } from './version.ts';

export interface RunningServer {
  readonly url: string;
  /** The key that was made for development; undefined where the configuration gives one. */
  readonly developmentKey: string | undefined;
  /** Takes no new requests, answers those that are under way, then closes the stores. */
  close(): Promise<void>;
}

export interface StartOptions {
  /** @default a logger to standard error */
  readonly log?: Logger;
}

/** Opens the stores, then listens. Whatever stops the start is a StartError that says what to do. */
export const startServer = async (config: Config, options: StartOptions = {}): Promise<RunningServer> => {
  const log = options.log ?? createLogger({ level: config.log.level, destination: process.stderr });
  const metrics = createMetrics({ process: config.metrics });
  const { apiKey } = config.auth;
  const made = apiKey ? undefined : developmentKey(config.dataDir);
  const authenticate = keyAuthentication(() => apiKey?.reveal() ?? made ?? '');
  const platform = await openPlatform({ config, graph: storyGraph, log, metrics });
  const app = await createHttp({ config, platform, authenticate, log, metrics, version });
  try {
    await app.listen({ host: config.http.host, port: config.http.port });
  } catch (error) {
    await platform.close();
    throw cannotListen(error, config);
  }
  const stop = async () => {
    await withinMs(config.http.shutdownMs, app.close(), () => app.server.closeAllConnections());
    await platform.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(app.server.address(), config),
    developmentKey: made,
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
};

const cannotListen = (error: unknown, { http }: Config): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const at = `Port ${http.port} of ${http.host}`;
  if (code === 'EADDRINUSE')
    return new StartError(`${at} is in use. Stop the program that uses it, or set PORT to another one.`, {
      cause: error,
    });
  if (code === 'EACCES')
    return new StartError(`${at} may not be used by this user. Set PORT to one above 1023.`, {
      cause: error,
    });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartError(
      `${http.host} is no address of this machine. Set HOST to one that is, such as 127.0.0.1.`,
      { cause: error },
    );
  return error;
};

const urlOf = (address: AddressInfo | string | null, { http }: Config): string => {
  const port = typeof address === 'object' && address !== null ? address.port : http.port;
  const host = http.host.includes(':') ? `[${http.host}]` : http.host;
  return `${http.tls ? 'https' : 'http'}://${host}:${port}`;
};

/** Waits for the work, but not for ever: then `force` ends it. */
const withinMs = async (ms: number, work: PromiseLike<unknown>, force: () => void): Promise<void> => {
  const timer = setTimeout(force, ms);
  await work;
  clearTimeout(timer);
};
