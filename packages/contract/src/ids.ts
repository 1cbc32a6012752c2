import { TypeID, typeid } from 'typeid-js';
import { z } from 'zod';

const SUFFIX = '[0-7][0-9a-hjkmnp-tv-z]{25}';

/** A new id: its prefix, `_`, and a UUIDv7 in 26 characters. Ids of one prefix sort by the time they were made. */
export const newId = <const P extends string>(prefix: P): `${P}_${string}` =>
  typeid(prefix).toString() as `${P}_${string}`;

/** The schema of an id with this prefix. */
export const id = <const P extends string>(prefix: P) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${SUFFIX}$`), `must be an id like ${prefix}_01h2xcejqtf2nbrexx3vqjhp41`)
    .meta({ idPrefix: prefix });

/** When an id was made, to the millisecond. */
export const timeOf = (value: string): Date =>
  new Date(Number.parseInt(TypeID.fromString(value).toUUID().replaceAll('-', '').slice(0, 12), 16));
