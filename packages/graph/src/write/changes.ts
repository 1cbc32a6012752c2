import { GraphkeepError } from '@graphkeep/core';
import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import { assertPlain, isPlain, wrong } from '../statements/values.ts';
import { type Change, computed } from '../statements/write/change.ts';

/** What a patch does to each field. Whatever is not understood throws. */
export const changesOf = (definition: NodeDefinition, input: unknown, at = ''): readonly Change[] => {
  assertPlain(at === '' ? 'changes' : at, input);
  const changes = Object.entries(input)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => changeOf(fieldOf(definition, name), value));
  if (changes.length === 0)
    throw new GraphkeepError(
      'invalid_input',
      `A patch of ${definition.label} must change at least one field.`,
    );
  return changes;
};

const fieldOf = (definition: NodeDefinition, name: string): Field => {
  const field = definition.fields.find((one) => one.name === name);
  if (!field || !Object.hasOwn(definition.schema.shape, name))
    throw wrong(name, `${definition.label} has no field ${name} to change.`);
  if (name === definition.key || name === definition.owner) throw wrong(name, `${name} is never changed.`);
  return field;
};

const changeOf = (field: Field, value: unknown): Change => {
  const { name } = field;
  if (value === null) {
    if (field.optional) return { kind: 'remove', field };
    throw wrong(name, `${name} cannot be removed: it is required.`);
  }
  if ((field.kind === 'integer' || field.kind === 'float') && isPlain(value))
    return { kind: 'increment', field, by: incrementIn(field, value) };
  if (field.kind === 'list' && isPlain(value)) return { kind: 'push', field, values: pushedIn(field, value) };
  return { kind: 'set', field, value: accepted(field, value) };
};

const incrementIn = ({ name, kind }: Field, input: Entity): number => {
  const by = only(name, 'increment', input);
  if (typeof by !== 'number' || !(kind === 'integer' ? Number.isSafeInteger(by) : Number.isFinite(by)))
    throw wrong(
      `${name}.increment`,
      `${name}.increment must be ${kind === 'integer' ? 'an integer' : 'a number'}.`,
    );
  return by;
};

const pushedIn = (field: Field, input: Entity): readonly unknown[] => {
  const pushed = only(field.name, 'push', input);
  const values: readonly unknown[] = Array.isArray(pushed) ? pushed : [pushed];
  if (values.length === 0) throw wrong(`${field.name}.push`, `${field.name}.push must hold a value.`);
  // How long the list becomes is known afterwards; each value must be one that the list may hold.
  const parsed = field.value.safeParse(values);
  const issue = parsed.error?.issues.find(({ path }) => path.length > 0);
  if (issue) throw wrong(`${field.name}.push`, `${field.name}.push: ${issue.message}`);
  return parsed.success && Array.isArray(parsed.data) ? parsed.data : values;
};

const only = (name: string, operator: string, input: Entity): unknown => {
  const names = Object.keys(input);
  if (names.length !== 1 || names[0] !== operator)
    throw wrong(name, `${name} takes a value, or an object with ${operator} alone.`);
  return input[operator];
};

const accepted = (field: Field, value: unknown): unknown => {
  const parsed = field.value.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = [field.name, ...(issue?.path ?? [])].join('.');
  throw wrong(at, `${at}: ${issue?.message ?? 'is not accepted.'}`);
};

/** Refuses a change whose outcome the schema does not accept; it is thrown within the transaction, which ends all of it. */
export const assertOutcome = (changes: readonly Change[], changed: Entity): void => {
  for (const { field } of computed(changes)) accepted(field, changed[field.name]);
};
