import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testRedis } from '@graphkeep/services';

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export interface RedisPrograms {
  readonly server: Program;
  readonly cli: Program;
}

/** Those that the shared test server was started with: a loader, its options and the program, then a configuration file. */
export const redisPrograms = async (): Promise<RedisPrograms | undefined> => {
  const pid = (await testRedis())?.pid;
  if (pid === undefined) return undefined;
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const at = words.findLastIndex((word) => word.endsWith('/redis-server'));
  const program = words[at];
  const [command = '', ...args] = words.slice(0, at);
  if (program === undefined) return undefined;
  const run = (path: string): Program => ({ command, args: [...args, path] });
  return { server: run(program), cli: run(join(dirname(program), 'redis-cli')) };
};
