import { type Measured, measurementsOf } from '@graphkeep/infra';
import type { infraOf } from './infra-of.ts';

/** The measurements of the context's platform, once their tables are there. */
export const measuredOf = (platform: ReturnType<typeof infraOf>): Promise<Measured> =>
  measurementsOf(platform).ready();
