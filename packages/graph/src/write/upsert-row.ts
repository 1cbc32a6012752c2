import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { assertOwner } from '../repository-input.ts';
import { assertPlain, wrong } from '../statements/values.ts';
import { endOf } from './ends.ts';
import { parseCreate } from './parse-create.ts';
import { storeValue } from './stored-values.ts';

export interface PlannedUpsert {
  readonly key: string;
  readonly owner: unknown;
  /** What the caller gave; null removes. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What only a new node gets: the defaults of what was left out. */
  readonly made: Readonly<Record<string, unknown>>;
  /** `true` for those fields that are to be removed, by their stored names. */
  readonly removed: Readonly<Record<string, true>>;
  /** The names of the given fields, where the journal is to know of them. */
  readonly fields: readonly string[];
}

/** What the rows of one call have in common: the statement for them says no more than it must. */
export interface UpsertShape {
  /** In how many rows a field is given. */
  readonly given: ReadonlyMap<Field, number>;
  readonly removed: ReadonlySet<Field>;
  readonly withDefaults: boolean;
}

/**
 * Reads the rows of an upsert. Each must be whole, since it may make the node. What the caller leaves out is left alone in
 * a node that is there: a default is for new nodes only.
 */
export const upsertPlanner = (ground: Ground, definition: NodeDefinition) => {
  const given = new Map<Field, number>();
  const removed = new Set<Field>();
  const places = new Map<string, string>();
  const fields = definition.fields.filter(({ name }) => name !== definition.key);
  let withDefaults = false;

  const add = (input: unknown, at: string): PlannedUpsert => {
    assertPlain(at === '' ? 'input' : at.slice(0, -1), input);
    const { key } = endOf(ground, definition, input, at.slice(0, -1));
    // Which of two rows should win is the caller's to say.
    const earlier = places.get(key);
    if (earlier !== undefined)
      throw wrong(
        at + definition.key,
        `${earlier}${definition.key} and ${at}${definition.key} are both ${key}: give each node once.`,
      );
    places.set(key, at);
    const parsed = parseCreate(definition, withoutRemoved(fields, input), at);
    assertOwner(definition, parsed, ground.owner, at);
    const row = { values: {}, made: {}, removed: {} as Record<string, true>, fields: [] as string[] };
    for (const field of fields) {
      const { name } = field;
      const value = input[name] === null ? null : parsed[name];
      if (value === undefined) continue;
      if (input[name] === undefined) {
        storeValue(row.made, field, value, ground.codec);
        withDefaults = true;
        continue;
      }
      storeValue(row.values, field, value, ground.codec);
      given.set(field, (given.get(field) ?? 0) + 1);
      if (definition.journal) row.fields.push(name);
      if (value !== null) continue;
      row.removed[field.stored] = true;
      removed.add(field);
    }
    return { key, owner: parsed[definition.owner ?? ''], ...row };
  };

  return { add, shape: (): UpsertShape => ({ given, removed, withDefaults }) };
};

/** The input as a create takes it, which knows no null. */
const withoutRemoved = (fields: readonly Field[], input: Entity): Entity => {
  const removed = fields.filter(({ name, optional }) => optional && input[name] === null);
  if (removed.length === 0) return input;
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !removed.some((field) => field.name === name)),
  );
};
