import type { Health } from '@graphkeep/platform';
import { procedure } from '../procedures.ts';

/** The state of every store. Its reasons may name hosts, so it is for callers with a key; /readyz tells others enough. */
export const health = procedure.query(({ ctx }): Health => ctx.platform.health());
