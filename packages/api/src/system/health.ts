import type { Health } from '@graphkeep/platform';
import { read } from '../procedures.ts';

/** The state of every store. Its reasons may name hosts, so it is for callers with a key; /readyz tells others enough. */
export const health = read('system')
  .meta({ summary: 'The state of every store.' })
  .query(({ ctx }): Health => ctx.platform.health());
