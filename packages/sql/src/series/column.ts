import type { Field, RollupDefinition, SeriesDefinition } from '@graphkeep/models';

const scalars = {
  string: 'text',
  integer: 'bigint',
  float: 'float8',
  boolean: 'boolean',
  date: 'timestamptz',
  json: 'jsonb',
} as const;

/** The type of the column that keeps a field. */
export const columnType = ({ kind, element }: Field): string =>
  kind === 'list' ? `${scalars[element ?? 'string']}[]` : scalars[kind];

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const storedKey = ({ fields, key }: SeriesDefinition): readonly string[] =>
  key.map((name) => fields.find((field) => field.name === name)?.stored ?? name);

/** What a roll-up keeps of each measure. */
export const PARTS = ['count', 'sum', 'min', 'max'] as const;
export const partColumn = ({ stored }: Field, part: (typeof PARTS)[number]): string => `${stored}_${part}`;

/** Weeks begin on Monday. All of it is UTC, whatever the session's zone. */
export const bucketOf = ({ bucket }: RollupDefinition): string => `date_trunc('${bucket}', time, 'UTC')`;
