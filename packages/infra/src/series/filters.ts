import { type RawBuilder, sql } from 'kysely';

/** `AND column = value` for each value that was given. */
export const equalTo = (columns: Readonly<Record<string, string | undefined>>): RawBuilder<unknown> =>
  sql.join(
    Object.entries(columns).flatMap(([column, value]) =>
      value === undefined ? [] : [sql` AND ${sql.ref(column)} = ${value}`],
    ),
    sql.raw(''),
  );
