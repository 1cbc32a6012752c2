import { chmodSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname } from 'node:path';
import { StartError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { FastifyInstance } from 'fastify';
import { answersAt } from './answers-at.ts';
import { type OperatorOptions, operatorHttp } from './operator-http.ts';
import { runtimeFolder, type SocketAddress, socketAddressOf, userId } from './socket-address.ts';

export interface OperatorSocket {
  /** Waits for what is under way; `force` ends it. */
  close(): Promise<void>;
  force(): void;
}

/**
 * Answers on a socket of the data folder, for the command line. Its key is who may use that folder: nobody else can
 * connect. Undefined where another server with the same folder answers there.
 */
export const listenForOperator = async <G extends Graph>(
  options: OperatorOptions<G>,
): Promise<OperatorSocket | undefined> => {
  const address = socketAddressOf(options.config.dataDir);
  makeFolders(address);
  // A second set of routes takes its time, and most servers are never asked here.
  let opening: Promise<FastifyInstance> | undefined;
  const opened = (): Promise<FastifyInstance> => {
    opening ??= readyHttp(options);
    return opening;
  };
  const server = createServer((request, response) => {
    opened().then(
      (app) => app.routing(request, response),
      (error: unknown) => {
        options.log.error({ err: error }, 'the routes for commands cannot be made');
        response.writeHead(500).end();
      },
    );
  });
  if (!(await bindOrLeave(server, address.path))) return undefined;
  link(address);
  return {
    close: async () => {
      // The socket's own file goes with its server.
      if (address.link !== undefined) rmSync(address.link, { force: true });
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      const app = await opening?.catch(() => undefined);
      await app?.close();
    },
    force: () => server.closeAllConnections(),
  };
};

const readyHttp = async <G extends Graph>(options: OperatorOptions<G>): Promise<FastifyInstance> => {
  const app = await operatorHttp(options);
  await app.ready();
  return app;
};

/** Takes away the socket of a process that is dead: of several that begin at once, one before the others do. */
export const forgetDeadSocket = async (dataDir: string): Promise<void> => {
  const { path } = socketAddressOf(dataDir);
  if (!(await answersAt(path))) rmSync(path, { force: true });
};

const makeFolders = ({ path, link: wanted }: SocketAddress): void => {
  mkdirSync(dirname(wanted ?? path), { recursive: true, mode: 0o700 });
  if (wanted === undefined) return;
  // In a folder that all users share anybody could have made it before.
  const folder = runtimeFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userId() || (found.mode & 0o077) !== 0)
    throw new StartError(`${folder} is not a folder of this user alone. Remove it, or give it the mode 700.`);
};

const link = ({ path, link: wanted }: SocketAddress): void => {
  if (wanted === undefined) return;
  rmSync(wanted, { force: true });
  symlinkSync(path, wanted);
};

/** False where another process answers there; what a dead one left is taken away. */
const bindOrLeave = async (server: Server, path: string): Promise<boolean> => {
  try {
    await bind(server, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    if (await answersAt(path)) return false;
    rmSync(path, { force: true });
    await bind(server, path);
  }
  return true;
};

const OWNER_ONLY = 0o600;

const bind = async (server: Server, path: string): Promise<void> => {
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('listening', resolve);
  server.once('error', reject);
  // The file is made within this call: at no time may anybody else connect.
  const before = process.umask(0o177);
  try {
    // Of several workers one answers here, by itself.
    server.listen({ path, exclusive: true });
  } finally {
    process.umask(before);
  }
  await listening;
  server.off('error', reject);
  chmodSync(path, OWNER_ONLY);
};
