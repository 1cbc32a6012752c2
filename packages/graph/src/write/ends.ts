import { concretesOf, linkFields, type NodeDefinition, type Relationship, typesOf } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { invalid } from '../repository-input.ts';
import { keyField } from '../statements/column.ts';
import { assertText } from '../statements/cypher.ts';
import { assertKind, assertPlain, wrong } from '../statements/values.ts';

/** A relationship as a definition names it, with both of its ends. */
export interface Way {
  readonly name: string;
  /** Where it begins; the concrete node where the relationship is one of an abstract definition. */
  readonly from: NodeDefinition;
  /** The label of the definition that names it. */
  readonly declaredBy: string;
  readonly relationship: Relationship;
  /** May be abstract. */
  readonly to: NodeDefinition;
}

export const wayOf = ({ graph }: Ground, from: NodeDefinition, name: string, at = name): Way => {
  const relationship = Object.hasOwn(from.relationships, name) ? from.relationships[name] : undefined;
  const to = relationship && graph[relationship.to];
  if (!relationship || !to) throw wrong(at, `${from.label} has no relationship ${name}.`);
  return { name, from, declaredBy: from.label, relationship, to };
};

/** One node by its key; of an abstract definition, the concrete node that is meant. */
export interface End {
  readonly definition: NodeDefinition;
  readonly key: string;
}

export const endOf = ({ graph }: Ground, definition: NodeDefinition, input: unknown, at: string): End => {
  assertPlain(at, input);
  const inside = (name: string) => (at === '' ? name : `${at}.${name}`);
  if (!definition.traits.abstract)
    return { definition, key: keyIn(definition, input[definition.key], inside(definition.key)) };
  const concrete = concretesOf(graph, definition).find(({ label }) => label === input['$label']);
  if (!concrete)
    throw wrong(inside('$label'), `${inside('$label')} must be the label of a ${definition.label}.`);
  return { definition: concrete, key: keyIn(concrete, input['$key'], inside('$key')) };
};

const keyIn = (definition: NodeDefinition, key: unknown, at: string): string => {
  const field = keyField(definition);
  if (key === undefined || key === null) throw wrong(at, `${at} is required.`);
  assertKind(at, field, key);
  assertText(field, key);
  return String(key);
};

/** What a relationship is to hold, by its input: the type, where there are several, and its own properties. */
interface LinkValues {
  readonly type: string;
  readonly values: Entity;
}

export const linkValues = ({ from, relationship }: Way, input: unknown, at: string): LinkValues => {
  if (input !== undefined) assertPlain(at === '' ? 'link' : at.slice(0, -1), input);
  const { $type, ...own } = input ?? {};
  const type = typeIn(relationship, $type, `${at}$type`);
  if (!relationship.properties) {
    const [name] = Object.keys(own);
    if (name !== undefined) throw wrong(at + name, `${at}${name}: this relationship has no such property.`);
    return { type, values: {} };
  }
  const removed = linkFields(relationship).filter(({ name, optional }) => optional && own[name] === null);
  const given = Object.fromEntries(
    Object.entries(own).filter(([name]) => !removed.some((field) => field.name === name)),
  );
  const parsed = relationship.properties.strict().safeParse(given);
  if (!parsed.success) throw invalid(from, parsed.error, at);
  return { type, values: { ...parsed.data, ...Object.fromEntries(removed.map(({ name }) => [name, null])) } };
};

/** The type of a relationship to make; there is a choice only where there are several. */
const typeIn = (relationship: Relationship, type: unknown, at: string): string => {
  const types = typesOf(relationship);
  const [only] = types;
  if (types.length === 1 && type === undefined && only !== undefined) return only;
  const found = types.find((one) => one === type);
  if (found === undefined || types.length === 1) throw wrong(at, `${at} must be one of ${types.join(', ')}.`);
  return found;
};
