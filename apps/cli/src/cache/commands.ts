import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { cleanCache } from './clean.ts';
import { flushCache } from './flush.ts';
import { listCache } from './list.ts';
import { cacheStats } from './stats.ts';
import { warmCache } from './warm.ts';

export const cacheCommands: CommandOf = (program, frame) => {
  const cache = group(program, 'cache', 'Shows what is cached, and takes it away.');
  for (const add of [cacheStats, listCache, cleanCache, flushCache, warmCache]) add(cache, frame);
};
