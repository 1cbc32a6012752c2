import { newId } from '@graphkeep/contract';
import { createSchema, idPrefix, type NodeDefinition } from '@graphkeep/models';
import { type StoryGraph, storyGraph, worldStateId } from '@graphkeep/models/story';
import type { Principal, Scoped } from '@graphkeep/platform';
import { sample } from './sample.ts';

export interface Person {
  readonly principal: Principal;
  readonly secret: string;
  /** One of each kind, by the prefix of its ids. */
  readonly ids: ReadonlyMap<string, string>;
}

const nodes: readonly NodeDefinition[] = Object.values(storyGraph);
const owned = nodes.filter(({ owner }) => owner !== undefined);
const prefixOf = (node: NodeDefinition): string | undefined => {
  const key = node.fields.find(({ name }) => name === node.key);
  return key && idPrefix(key.value);
};

/** A player with one of everything that can belong to one, each joined to all that it can be joined to. */
export const makePerson = async (
  system: Scoped<StoryGraph>,
  name: string,
  shared: ReadonlyMap<string, string>,
): Promise<Person> => {
  const ids = new Map(shared);
  for (const node of owned) {
    const prefix = prefixOf(node);
    if (prefix !== undefined) ids.set(prefix, newId(prefix));
  }
  const playerId = ids.get('ply') ?? '';
  const secret = `Secret of ${name}`;
  for (const node of owned) await repoOf(system, node).create(valuesOf(node, ids, secret));
  for (const node of owned) await joinAll(system, node, ids, secret);
  const principal = { id: name, owner: playerId, scopes: ['story:read', 'story:write', 'system:read'] };
  return { principal, secret, ids };
};

/** What nobody owns: one of each. */
export const makeShared = async (system: Scoped<StoryGraph>): Promise<ReadonlyMap<string, string>> => {
  const ids = new Map<string, string>();
  const shared = nodes.filter(({ owner }) => owner === undefined);
  for (const node of shared) ids.set(prefixOf(node) ?? '', newId(prefixOf(node) ?? ''));
  for (const node of shared) await repoOf(system, node).create(valuesOf(node, ids, 'For all'));
  return ids;
};

/** All that is held of a player, to be compared. */
export const heldOf = async (system: Scoped<StoryGraph>, { principal }: Person): Promise<unknown> => {
  const found: Record<string, unknown> = {};
  for (const node of owned) {
    const include = Object.fromEntries(Object.keys(node.relationships).map((name) => [name, true]));
    const where = { [node.owner ?? '']: principal.owner };
    found[node.label] = (await repoOf(system, node).find({ where, include })).items;
  }
  return found;
};

const valuesOf = (node: NodeDefinition, ids: ReadonlyMap<string, string>, secret: string): object => {
  const values = sample(createSchema(node), {
    idOf: (prefix) => ids.get(prefix),
    optional: (name) => name !== 'embedding' && name !== 'worldStateId',
    text: secret,
  });
  return {
    ...(values as object),
    ...(node.label === 'Player' && { username: secret, email: `${newId('mail')}@example.org` }),
    ...(node.label === 'Session' && { status: 'active' }),
    ...(node.label === 'WorldState' && {
      worldStateId: worldStateId(ids.get('ply') ?? '', ids.get('wld') ?? ''),
    }),
  };
};

const joinAll = async (
  system: Scoped<StoryGraph>,
  node: NodeDefinition,
  ids: ReadonlyMap<string, string>,
  secret: string,
): Promise<void> => {
  const from = keyIn(node, ids);
  for (const [name, { to, properties }] of Object.entries(node.relationships)) {
    const target = nodes.find(({ label }) => label === to);
    const key = target && keyIn(target, ids);
    if (!from || !key) continue;
    const link =
      properties && sample(properties, { idOf: () => undefined, optional: () => true, text: secret });
    await repoOf(system, node).relate(from, name, key, ...(link ? [link] : []));
  }
};

const keyIn = (node: NodeDefinition, ids: ReadonlyMap<string, string>): object | undefined => {
  const key = ids.get(prefixOf(node) ?? '');
  return key === undefined ? undefined : { [node.key]: key };
};

interface PlainRepository {
  create(values: object): Promise<unknown>;
  find(input: object): Promise<{ readonly items: readonly unknown[] }>;
  relate(from: object, name: string, to: object, ...link: readonly unknown[]): Promise<void>;
}
const repoOf = (system: Scoped<StoryGraph>, node: NodeDefinition): PlainRepository =>
  system.repo(node as never) as unknown as PlainRepository;
