import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { assertOwner } from '../repository-input.ts';
import { assertPlain, wrong } from '../statements/values.ts';
import type { StoredRow, UpsertShape } from '../statements/write/upsert.ts';
import { endOf } from './ends.ts';
import { parseCreate } from './parse-create.ts';
import { addColumns } from './stored-values.ts';

export interface PlannedUpsert {
  readonly key: string;
  readonly owner: unknown;
  readonly row: StoredRow;
}

/** Rows that give the same fields: one statement says them all. */
interface UpsertGroup {
  readonly shape: UpsertShape;
  readonly rows: readonly PlannedUpsert[];
}

/**
 * Reads the rows of an upsert. Each must be whole, since it may make the node. What the caller leaves out is left alone in
 * a node that is there: a default is for new nodes only.
 */
export const upsertPlanner = (ground: Ground, definition: NodeDefinition) => {
  const groups = new Map<string, { shape: MutableShape; rows: PlannedUpsert[] }>();
  const places = new Map<string, string>();
  const fields = definition.fields.filter(({ name }) => name !== definition.key);

  /** One letter a field says what the row does with it, so that a known shape is found without making lists. */
  const groupOf = (input: Entity, parsed: Entity) => {
    let id = '';
    for (const { name } of fields)
      id += input[name] !== undefined ? 'g' : parsed[name] !== undefined ? 'm' : '-';
    const group = groups.get(id) ?? {
      shape: {
        given: fields.filter((_, index) => id[index] === 'g'),
        made: fields.filter((_, index) => id[index] === 'm'),
        removed: new Set<Field>(),
      },
      rows: [],
    };
    groups.set(id, group);
    return group;
  };

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
    const { shape, rows } = groupOf(input, parsed);
    const row: unknown[] = [key];
    for (const field of shape.given) {
      const value = input[field.name] === null ? null : parsed[field.name];
      if (value === null) shape.removed.add(field);
      addColumns(row, field, value, ground.codec);
    }
    for (const field of shape.made) addColumns(row, field, parsed[field.name], ground.codec);
    const planned = { key, owner: parsed[definition.owner ?? ''], row };
    rows.push(planned);
    return planned;
  };

  return { add, groups: (): readonly UpsertGroup[] => [...groups.values()] };
};

interface MutableShape extends UpsertShape {
  readonly removed: Set<Field>;
}

/** The input as a create takes it, which knows no null. */
const withoutRemoved = (fields: readonly Field[], input: Entity): Entity => {
  if (!Object.values(input).includes(null)) return input;
  const removed = fields.filter(({ name, optional }) => optional && input[name] === null);
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !removed.some((field) => field.name === name)),
  );
};
