import { limits } from '@graphkeep/contract';
import { type Graph, idPrefix, type NodeDefinition, type Relationship, typesOf } from '@graphkeep/models';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import { ownedLinkKinds } from '../privacy/archive/link-kinds.ts';
import { filterOn, untyped } from '../privacy/untyped.ts';
import type { Finding } from './finding.ts';
import type { CheckScope } from './rule.ts';

const graph: Graph = storyGraph;
const storedName = (definition: NodeDefinition, name: string): string =>
  definition.fields.find((field) => field.name === name)?.stored ?? name;

/** Fields that name another node by its id, like `sessionId` of a scene. */
const referencesOf = (definition: NodeDefinition) =>
  definition.fields.flatMap((field) => {
    const prefix =
      field.kind === 'string' && field.name !== definition.key ? idPrefix(field.value) : undefined;
    const target =
      prefix === undefined
        ? undefined
        : Object.values(graph).find((one) => one.traits.madeKey && prefixOf(one) === prefix);
    return target
      ? [{ field: field.name, target, isThere: field.optional ? { [field.name]: { ne: null } } : {} }]
      : [];
  });

const prefixOf = (definition: NodeDefinition): string | undefined => {
  const key = definition.fields.find(({ name }) => name === definition.key);
  return key && idPrefix(key.value);
};

/** The relationship by which a node is joined to the one that a field names; undefined where there is none, or several. */
const linkTo = (definition: NodeDefinition, target: NodeDefinition): [string, Relationship] | undefined => {
  const all = Object.entries(definition.relationships).filter(
    ([, { to, one, properties }]) => to === target.label && one === true && !requiresProperties(properties),
  );
  return all.length === 1 ? all[0] : undefined;
};
const requiresProperties = (properties: z.ZodObject | undefined): boolean =>
  properties !== undefined && !properties.safeParse({}).success;

/** A node names others by their ids: they must be there, and be joined to it where the definition has a relationship for it. */
export async function* brokenReferences(
  system: Scoped<StoryGraph>,
  definition: NodeDefinition,
  { playerId, repair, signal }: CheckScope,
): AsyncGenerator<Finding, void> {
  const { key, owner } = definition;
  const references = referencesOf(definition);
  if (references.length === 0) return;
  const where = playerId !== undefined && owner !== undefined ? { [owner]: playerId } : {};
  const select: Record<string, true> = Object.fromEntries(
    [key, ...references.map(({ field }) => field)].map((name) => [name, true]),
  );
  let some: Entity[] = [];
  for await (const node of untyped(system)
    .repo(definition)
    .stream({ where: filterOn(where), select, signal })) {
    some.push(node);
    if (some.length < limits.maxPageSize) continue;
    yield* lostSubjects(system, definition, references, some);
    some = [];
  }
  if (some.length > 0) yield* lostSubjects(system, definition, references, some);
  for (const { field, target, isThere } of references) {
    const link = linkTo(definition, target);
    if (link)
      yield* missingLinks(
        system,
        definition,
        { field, target, name: link[0] },
        { ...where, ...isThere },
        repair,
        signal,
      );
  }
}

type Entity = Readonly<Record<string, unknown>>;

async function* lostSubjects(
  system: Scoped<StoryGraph>,
  { label, key }: NodeDefinition,
  references: ReturnType<typeof referencesOf>,
  nodes: readonly Entity[],
): AsyncGenerator<Finding, void> {
  for (const { field, target } of references) {
    const named = nodes.filter((node) => typeof node[field] === 'string');
    const ids = [...new Set(named.map((node) => node[field]))];
    if (ids.length === 0) continue;
    const there = await untyped(system)
      .repo(target)
      .getMany(
        ids.map((id) => ({ [target.key]: id })),
        { select: { [target.key]: true } },
      );
    const known = new Set(there.map((node) => node[target.key]));
    for (const node of named)
      if (!known.has(node[field]))
        yield {
          rule: 'lost subject',
          node: `${label}/${String(node[key])}`,
          message: `Its ${field} names a ${target.label} that is not there.`,
          outcome: 'left',
        };
  }
}

async function* missingLinks(
  system: Scoped<StoryGraph>,
  definition: NodeDefinition,
  { field, target, name }: { readonly field: string; readonly target: NodeDefinition; readonly name: string },
  where: object,
  repair: boolean,
  signal: AbortSignal,
): AsyncGenerator<Finding, void> {
  const any = untyped(system);
  const { key, label } = definition;
  const unlinked = any.repo(definition).stream({
    where: filterOn({ ...where, [name]: { none: {} } }),
    select: { [key]: true, [field]: true },
    signal,
  });
  for await (const node of unlinked) {
    const to = { [target.key]: node[field] };
    const canBe = await any.repo(target).exists({ where: filterOn(to) });
    if (!canBe) continue;
    if (repair) await any.repo(definition).relate({ [key]: node[key] }, name, to);
    yield {
      rule: 'missing link',
      node: `${label}/${String(node[key])}`,
      message: `It is not joined to its ${target.label} by ${name}.`,
      outcome: repair ? 'repaired' : 'found',
    };
  }
}

const PAGE = 500;

/** Where there is to be one at most there are several, as a character in two places. The node's own field says which is right. */
export async function* moreThanOne(
  system: Scoped<StoryGraph>,
  definition: NodeDefinition,
  { playerId, repair, signal }: CheckScope,
): AsyncGenerator<Finding, void> {
  const any = untyped(system);
  for (const [name, relationship] of Object.entries(definition.relationships)) {
    const target = graph[relationship.to];
    if (relationship.one !== true || !target) continue;
    const types = cypher.join(typesOf(relationship).map(cypher.ident), '|');
    const [a, b] = [
      cypher`(a:${cypher.ident(definition.stored)})`,
      cypher`(b:${cypher.ident(target.stored)})`,
    ];
    const match =
      relationship.direction === 'in' ? cypher`${b}-[r:${types}]->${a}` : cypher`${a}-[r:${types}]->${b}`;
    const own = cypher.ident(storedName(definition, definition.key));
    const mine =
      playerId !== undefined && definition.owner !== undefined
        ? cypher` WHERE a.${cypher.ident(storedName(definition, definition.owner))} = ${playerId}`
        : cypher``;
    const found = await system.query(
      cypher`MATCH ${match}${mine} WITH a.${own} AS nodeKey, count(r) AS many WHERE many > ${1}
             RETURN nodeKey, many ORDER BY nodeKey LIMIT ${PAGE}`,
      { rows: z.object({ nodeKey: z.string(), many: z.int() }), operation: 'consistency.one' },
    );
    for (const { nodeKey, many } of found) {
      signal.throwIfAborted();
      const node = await any.repo(definition).get({ [definition.key]: nodeKey });
      const right = referencesOf(definition)
        .filter((one) => one.target === target)
        .map(({ field }) => node[field])
        .find((value) => typeof value === 'string');
      const mends = repair && typeof right === 'string';
      if (mends) await keepOnly(system, definition, name, nodeKey, target, right);
      yield {
        rule: 'more than one',
        node: `${definition.label}/${nodeKey}`,
        message: `${name} leads to ${many} nodes, and may lead to one.`,
        outcome: mends ? 'repaired' : repair ? 'left' : 'found',
      };
    }
  }
}

const keepOnly = async (
  system: Scoped<StoryGraph>,
  definition: NodeDefinition,
  name: string,
  nodeKey: string,
  target: NodeDefinition,
  right: string,
): Promise<void> => {
  const any = untyped(system);
  const kind = { name, relationship: definition.relationships[name], own: definition, other: target };
  const { relationship } = kind;
  if (!relationship) return;
  const types = cypher.join(typesOf(relationship).map(cypher.ident), '|');
  const [a, b] = [cypher`(a:${cypher.ident(definition.stored)})`, cypher`(b:${cypher.ident(target.stored)})`];
  const match =
    relationship.direction === 'in' ? cypher`${b}-[r:${types}]->${a}` : cypher`${a}-[r:${types}]->${b}`;
  const ends = await system.query(
    cypher`MATCH ${match} WHERE a.${cypher.ident(storedName(definition, definition.key))} = ${nodeKey}
           RETURN b.${cypher.ident(storedName(target, target.key))} AS other`,
    { rows: z.object({ other: z.string() }), operation: 'consistency.ends' },
  );
  for (const { other } of ends)
    if (other !== right)
      await any.repo(definition).unrelate({ [definition.key]: nodeKey }, name, { [target.key]: other });
};

/** What one player owns is joined to what another one owns. */
export async function* foreignLinks(
  system: Scoped<StoryGraph>,
  { playerId, repair, signal }: CheckScope,
): AsyncGenerator<Finding, void> {
  for (const { own, other, relationship, name } of ownedLinkKinds(graph)) {
    if (own.owner === undefined || other.owner === undefined) continue;
    signal.throwIfAborted();
    const types = cypher.join(typesOf(relationship).map(cypher.ident), '|');
    const [a, b] = [cypher`(a:${cypher.ident(own.stored)})`, cypher`(b:${cypher.ident(other.stored)})`];
    const match =
      relationship.direction === 'in' ? cypher`${b}-[r:${types}]->${a}` : cypher`${a}-[r:${types}]->${b}`;
    const [mine, theirs] = [
      cypher`a.${cypher.ident(storedName(own, own.owner))}`,
      cypher`b.${cypher.ident(storedName(other, other.owner))}`,
    ];
    const ofPlayer =
      playerId === undefined ? cypher`` : cypher` AND (${mine} = ${playerId} OR ${theirs} = ${playerId})`;
    const found = await system.query(
      cypher`MATCH ${match} WHERE ${mine} <> ${theirs}${ofPlayer}
             RETURN a.${cypher.ident(storedName(own, own.key))} AS fromKey,
                    b.${cypher.ident(storedName(other, other.key))} AS toKey LIMIT ${PAGE}`,
      { rows: z.object({ fromKey: z.string(), toKey: z.string() }), operation: 'consistency.foreign' },
    );
    for (const { fromKey, toKey } of found) {
      if (repair)
        await untyped(system)
          .repo(own)
          .unrelate({ [own.key]: fromKey }, name, { [other.key]: toKey });
      yield {
        rule: 'foreign link',
        node: `${own.label}/${fromKey}`,
        message: `${name} leads to ${other.label}/${toKey}, which belongs to somebody else.`,
        outcome: repair ? 'repaired' : 'found',
      };
    }
  }
}
