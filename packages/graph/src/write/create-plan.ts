import { limits } from '@graphkeep/contract';
import { linkFields, type NodeDefinition } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { assertOwner, withKey } from '../repository-input.ts';
import { assertPlain, wrong } from '../statements/values.ts';
import type { StoredRow } from '../statements/write/upsert.ts';
import { type End, endOf, linkValues, type Way, wayOf } from './ends.ts';
import { type LinkGroups, linkGroups } from './link-groups.ts';
import { assertConcrete, parseCreate, storeValues } from './parse-create.ts';
import { addColumns, storedValues } from './stored-values.ts';

/** A new node, as its caller and as the store has it. */
export interface PlannedNode {
  readonly key: string;
  readonly values: Entity;
  readonly row: StoredRow;
}

/** All that a create makes, sorted so that each label and each kind of link is one statement, however many rows it has. */
export interface CreatePlan {
  readonly nodes: Map<NodeDefinition, PlannedNode[]>;
  /** Those of `connectOrCreate`, made only where the key is not there. */
  readonly missing: Map<NodeDefinition, PlannedNode[]>;
  readonly links: LinkGroups;
}

export const createPlanner = (ground: Ground) => {
  const plan: CreatePlan = { nodes: new Map(), missing: new Map(), links: linkGroups() };
  const now = ground.now();
  const planned = (
    into: Map<NodeDefinition, PlannedNode[]>,
    definition: NodeDefinition,
    node: PlannedNode,
  ) => {
    const list = into.get(definition) ?? [];
    into.set(definition, list);
    list.push(node);
  };

  const nodeOf = (definition: NodeDefinition, own: Entity, at: string): PlannedNode => {
    const values = withKey(definition, {
      ...parseCreate(definition, own, at),
      ...storeValues(definition, now),
    });
    assertOwner(definition, values, ground.owner, at);
    const row: unknown[] = [];
    for (const field of definition.fields) addColumns(row, field, values[field.name], ground.codec);
    return { key: String(values[definition.key]), values, row };
  };

  const create = (definition: NodeDefinition, input: unknown, at: string, depth: number): PlannedNode => {
    const { own, nested } = split(definition, input, at);
    const node = nodeOf(definition, own, at);
    planned(plan.nodes, definition, node);
    relate({ definition, key: node.key }, nested, at, depth);
    return node;
  };

  const createMissing = (definition: NodeDefinition, input: unknown, at: string, depth: number): End => {
    const { own, nested } = split(definition, input, at);
    const { key } = endOf(ground, definition, own, at.slice(0, -1));
    planned(plan.missing, definition, nodeOf(definition, own, at));
    relate({ definition, key }, nested, at, depth);
    return { definition, key };
  };

  const relate = (from: End, nested: Entity, at: string, depth: number): void => {
    for (const [name, asked] of Object.entries(nested)) {
      if (asked === undefined) continue;
      if (depth >= limits.maxIncludeDepth)
        throw wrong(at + name, `Nested creates go ${limits.maxIncludeDepth} levels deep at most.`);
      const way = wayOf(ground, from.definition, name, at + name);
      const items = itemsOf(asked, at + name);
      if (way.relationship.one && items.length > 1)
        throw wrong(at + name, `${at}${name} leads to one ${way.to.label} at most.`);
      for (const item of items) join(from, way, item, depth);
    }
  };

  const join = (from: End, way: Way, { kind, input, at }: Item, depth: number): void => {
    assertPlain(at, input);
    const { $link, ...rest } = input;
    const link = linkValues(way, $link, `${at}.$link.`);
    if (kind !== 'connect') assertConcrete(way.to);
    const to =
      kind === 'connect'
        ? connected(way, rest, at)
        : kind === 'create'
          ? { definition: way.to, key: create(way.to, rest, `${at}.`, depth + 1).key }
          : createMissing(way.to, rest, `${at}.`, depth + 1);
    plan.links.add(way, to, link.type, {
      from: from.key,
      to: to.key,
      values: storedValues(linkFields(way.relationship), link.values, ground.codec),
      at,
    });
  };

  const connected = (way: Way, input: Entity, at: string): End => {
    const end = endOf(ground, way.to, input, at);
    const known = way.to.traits.abstract ? ['$label', '$key'] : [way.to.key];
    const extra = Object.keys(input).find((name) => !known.includes(name));
    if (extra !== undefined) throw wrong(`${at}.${extra}`, `${at} takes the key alone: ${known.join(', ')}.`);
    return end;
  };

  return {
    plan,
    add: (definition: NodeDefinition, input: unknown, at = ''): PlannedNode =>
      create(definition, input, at, 0),
  };
};

/** A node's own values, and what is to be related to it. */
const split = (definition: NodeDefinition, input: unknown, at: string): { own: Entity; nested: Entity } => {
  assertPlain(at === '' ? 'input' : at.slice(0, -1), input);
  const own: Entity = {};
  const nested: Entity = {};
  for (const [name, value] of Object.entries(input))
    (Object.hasOwn(definition.relationships, name) ? nested : own)[name] = value;
  return { own, nested };
};

interface Item {
  readonly kind: 'create' | 'connect' | 'connectOrCreate';
  readonly input: unknown;
  readonly at: string;
}

const itemsOf = (asked: unknown, at: string): readonly Item[] => {
  assertPlain(at, asked);
  return Object.entries(asked).flatMap(([kind, inputs]) => {
    if (kind !== 'create' && kind !== 'connect' && kind !== 'connectOrCreate')
      throw wrong(`${at}.${kind}`, `${at} takes create, connect and connectOrCreate.`);
    if (inputs === undefined) return [];
    return Array.isArray(inputs)
      ? inputs.map((input: unknown, index) => ({ kind, input, at: `${at}.${kind}.${index}` }))
      : [{ kind, input: inputs, at: `${at}.${kind}` }];
  });
};
