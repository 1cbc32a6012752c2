import { sql } from 'kysely';
import { z } from 'zod';
import type { Measured } from '../series/measured.ts';
import { type TableSize, tableSizes } from './table-sizes.ts';

export const capacityInput = z.strictObject({
  /** What the database may take on its disk, in bytes. */
  limitBytes: z.number().positive().optional(),
});
export type CapacityInput = z.input<typeof capacityInput>;

export interface Capacity {
  /** The largest first. */
  readonly tables: readonly TableSize[];
  /** Of the whole database. */
  readonly bytes: number;
  /** Of all tables whose growth is known; null where it is known of none. */
  readonly growthPerDay: number | null;
  /** When the limit is reached; null where that is not known, or not within ten years. */
  readonly daysLeft: number | null;
  /** Tables of which it is not known how fast they grow. */
  readonly unknown: readonly string[];
}

/** How much room the measurements take, and for how long there is enough. */
export const capacity = async (
  measured: Pick<Measured, 'sql'>,
  given: CapacityInput = {},
): Promise<Capacity> => {
  const { limitBytes } = capacityInput.parse(given);
  const tables = await tableSizes(measured);
  const { rows } = await measured.sql.read((db) =>
    sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db),
  );
  const bytes = rows[0]?.bytes ?? 0;
  const growing = tables.flatMap(({ growthPerDay }) => (growthPerDay === null ? [] : [growthPerDay]));
  return {
    tables: tables.toSorted((one, other) => sizeOf(other) - sizeOf(one)),
    bytes,
    growthPerDay: growing.length === 0 ? null : growing.reduce((sum, one) => sum + one, 0),
    daysLeft: limitBytes === undefined ? null : daysUntil(limitBytes, bytes, tables),
    unknown: tables
      .filter(({ growthPerDay, newest }) => growthPerDay === null && newest !== null)
      .map(({ table }) => table),
  };
};

const MOST_DAYS = 3_650;

/** Whole days until so many bytes are used. A table of which old rows are dropped grows until it is full. */
export const daysUntil = (
  limit: number,
  bytes: number,
  tables: readonly Pick<TableSize, 'bytes' | 'indexBytes' | 'growthPerDay' | 'keepDays'>[],
): number | null => {
  if (bytes >= limit) return 0;
  const growing = tables.flatMap(({ growthPerDay, keepDays, ...table }) =>
    growthPerDay === null
      ? []
      : [
          {
            growthPerDay,
            room:
              keepDays === undefined
                ? Number.POSITIVE_INFINITY
                : Math.max(0, growthPerDay * keepDays - sizeOf(table)),
          },
        ],
  );
  if (growing.length === 0) return null;
  const after = (days: number) =>
    growing.reduce((sum, { growthPerDay, room }) => sum + Math.min(growthPerDay * days, room), bytes);
  for (let days = 1; days <= MOST_DAYS; days++) if (after(days) >= limit) return days;
  return null;
};

const sizeOf = ({ bytes, indexBytes }: Pick<TableSize, 'bytes' | 'indexBytes'>): number => bytes + indexBytes;
