import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from './measurements.ts';

export const migrateInput = z.strictObject({
  /** Only tells what would be applied. */
  dryRun: z.boolean().default(false),
});
export type Migrate = z.input<typeof migrateInput>;

export const migrationsReport = z.strictObject({
  dryRun: z.boolean(),
  /** What was applied now. */
  applied: z.array(z.string()).readonly(),
  /** What is still to be applied. */
  pending: z.array(z.string()).readonly(),
});

/** Brings the tables of measurements up to date: in production nothing else does. */
export const migrateMeasurements = async (
  platform: EstateGraph,
  given: Migrate = {},
): Promise<z.output<typeof migrationsReport>> => {
  const { dryRun } = migrateInput.parse(given);
  const measurements = measurementsOf(platform);
  const applied = dryRun ? [] : await measurements.migrate();
  const pending = (await measurements.status()).filter(({ state }) => state !== 'applied');
  return { dryRun, applied, pending: pending.map(({ name }) => name) };
};
