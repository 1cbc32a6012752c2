import type { ProductGraph } from '@graphkeep/api';
import type { Graph } from '@graphkeep/models';
import type { Platform, Scoped } from '@graphkeep/platform';

/** The system of the platform, for whichever domain is to be seeded. */
export const systemOf = (platform: Platform<ProductGraph>): Scoped<Graph> =>
  platform.asSystem('to make demo data') as unknown as Scoped<Graph>;
