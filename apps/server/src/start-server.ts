import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGraphkeepRouter, type Procedures } from '@graphkeep/api';
import {
  type Config,
  createLogger,
  createMetrics,
  type Logger,
  type Metrics,
  StartError,
} from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { keysOf, openPlatform, type PlatformOptions } from '@graphkeep/platform';
import { bearerAuthentication } from './auth/bearer-authentication.ts';
import { configuredKey } from './auth/configured-key.ts';
import { madeKeys } from './auth/made-keys.ts';
import { tokens } from './auth/tokens.ts';
import { developmentKey } from './development-key.ts';
import { domainsFor } from './domains.ts';
import { createHttp } from './http.ts';
import { createLifecycle } from './lifecycle.ts';
import { listenForOperator, type OperatorSocket } from './socket/listen-for-operator.ts';
import { version } from './version.ts';

export interface RunningServer {
  readonly url: string;
  /** The key that was made for development; undefined where the configuration gives one. */
  readonly developmentKey: string | undefined;
  /** Takes no new requests, answers those that are under way, then closes the stores. */
  close(): Promise<void>;
}

/** What is served: a graph with what belongs to it, and the procedures over it. */
export interface Served<G extends Graph> {
  readonly domain: Omit<PlatformOptions<G>, 'config' | 'log' | 'metrics'>;
  /** `systemProcedures` among them give the commands for keys, jobs and caches what they call. */
  readonly procedures: Procedures;
}

export interface StartOptions<G extends Graph = Graph> {
  /** A domain of your own. @default those of the product */
  readonly serves?: Served<G>;
  /** @default a logger to standard error */
  readonly log?: Logger;
  /** Where others are asked for their metrics too. @default those of this process */
  readonly readMetrics?: () => Promise<string>;
  /** Told of the metrics of this process before anything is counted. */
  readonly onMetrics?: (metrics: Metrics) => void;
}

/** Opens the stores, then listens. Whatever stops the start is a StartError that says what to do. */
export const startServer = async <G extends Graph>(
  config: Config,
  options: StartOptions<G> = {},
): Promise<RunningServer> => {
  const log = options.log ?? createLogger({ level: config.log.level, destination: process.stderr });
  const metrics = createMetrics({ process: config.metrics });
  options.onMetrics?.(metrics);
  const { readMetrics = () => metrics.registry.metrics() } = options;
  const { apiKey, jwt } = config.auth;
  const made = apiKey ? undefined : developmentKey(config.dataDir);
  const { serves } = options;
  const router = serves && createGraphkeepRouter(serves.procedures);
  const domain = (serves?.domain ?? domainsFor(config)) as Served<G>['domain'];
  const platform = await openPlatform({ ...domain, config, log, metrics });
  const lifecycle = createLifecycle();
  const listening = async () => {
    const authenticate = bearerAuthentication([
      configuredKey(() => apiKey?.reveal() ?? made ?? ''),
      madeKeys(keysOf(platform.asSystem('to know who calls'))),
      ...(jwt ? [tokens(jwt, log)] : []),
    ]);
    const app = await createHttp({
      ...{ config, platform, router, authenticate, lifecycle, log, metrics, readMetrics, version },
    });
    await app.listen({ host: config.http.host, port: config.http.port });
    return app;
  };
  /** Without it the server serves all the same; only commands on its data folder do not reach it. */
  const listeningForOperator = async (): Promise<OperatorSocket | undefined> => {
    if (process.platform === 'win32') return undefined;
    try {
      return await listenForOperator({
        ...{ config, platform, router, lifecycle, log, metrics, readMetrics, version },
      });
    } catch (error) {
      log.warn({ err: error }, 'there is no socket for commands');
      return undefined;
    }
  };
  const app = await listening().catch(async (error: unknown) => {
    await platform.close();
    throw cannotListen(error, config);
  });
  const socket = await listeningForOperator();
  const stop = async () => {
    lifecycle.drain();
    await sleep(config.http.drainMs);
    lifecycle.end();
    await withinMs(config.http.shutdownMs, Promise.all([app.close(), socket?.close()]), () => {
      app.server.closeAllConnections();
      socket?.force();
    });
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
