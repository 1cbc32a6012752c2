import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StartedProcess, startProcess } from '@graphkeep/faults';
import { Redis } from 'ioredis';
import { afterAll } from 'vitest';
import { redisPrograms } from './redis-programs.ts';
import { textOf } from './repository.ts';
import { scratch } from './scratch.ts';
import { makeSecrets } from './secrets.ts';

export interface DeployedRedis {
  readonly process: StartedProcess;
  /** A shell finds `redis-cli` here, which speaks to this server. */
  readonly binaries: string;
  readonly password: string;
  connect(username?: string, password?: string): Redis;
}

/** A user of the test alone, to look into the server: none of those that are delivered may. */
const INSPECTOR = 'inspector';

/** A real Redis with the configuration and the users that are delivered; only its paths and its address differ. */
export const startDeployedRedis = async (): Promise<DeployedRedis | undefined> => {
  const programs = await redisPrograms();
  if (programs === undefined) return undefined;
  const folder = scratch();
  const socket = join(folder, 'redis.sock');
  const secrets = makeSecrets();
  const users = join(secrets, 'redis_users.acl');
  writeFileSync(users, `${readFileSync(users, 'utf8')}user ${INSPECTOR} on nopass ~* &* +@all\n`);

  const replaced: readonly (readonly [string, string])[] = [
    ['bind 0.0.0.0\n', ''],
    ['port 6379\n', `port 0\nunixsocket ${socket}\n`],
    ['dir /data\n', `dir ${folder}\n`],
    ['/run/secrets/redis_users.acl', users],
  ];
  const file = join(folder, 'redis.conf');
  writeFileSync(
    file,
    replaced.reduce((text, [from, to]) => replaceOnce(text, from, to), textOf('deploy/redis/redis.conf')),
  );

  const cli = join(folder, 'redis-cli');
  const words = [programs.cli.command, ...programs.cli.args].map((word) => `'${word}'`).join(' ');
  writeFileSync(cli, `#!/bin/sh\nexec ${words} -s '${socket}' "$@"\n`);
  chmodSync(cli, 0o755);

  const server = await startProcess(programs.server.command, [...programs.server.args, file], {
    ready: /Ready to accept connections/,
  });
  const clients: Redis[] = [];
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await server.stop();
  });
  return {
    process: server,
    binaries: folder,
    password: new URL(readFileSync(join(secrets, 'redis_url'), 'utf8')).password,
    connect: (username = INSPECTOR, password = 'any') => {
      const client = new Redis({ path: socket, username, password, enableReadyCheck: username !== 'health' });
      client.on('error', () => {});
      clients.push(client);
      return client;
    },
  };
};

const replaceOnce = (text: string, from: string, to: string): string => {
  if (text.split(from).length !== 2)
    throw new Error(`deploy/redis/redis.conf must hold "${from.trim()}" once`);
  return text.replace(from, to);
};
