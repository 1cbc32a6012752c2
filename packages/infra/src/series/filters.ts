import { type RawBuilder, sql } from 'kysely';

/** `AND column = value` for each value that was given. */
export const equalTo = (columns: Readonly<Record<string, string | undefined>>): RawBuilder<unknown> =>
  sql.join(
    Object.entries(columns).flatMap(([column, value]) =>
      value === undefined ? [] : [sql` AND ${sql.ref(column)} = ${value}`],
    ),
    sql.raw(''),
  );

/** `AND column IN (…)`, where values were given. */
export const oneOf = (column: string, values: readonly string[] | undefined): RawBuilder<unknown> =>
  values === undefined ? sql`` : sql` AND ${sql.ref(column)} = ANY(${arrayLiteral(values)}::text[])`;

/** As one parameter, so that a statement is the same for however many. */
const arrayLiteral = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replaceAll(/[\\"]/g, '\\$&')}"`).join(',')}}`;
