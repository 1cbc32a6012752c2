import { GraphkeepError } from '@graphkeep/core';
import {
  createManySchema,
  createSchema,
  entitySchema,
  type Graph,
  keySchema,
  type NodeDefinition,
  patchInputSchema,
  relateSchema,
  removeSchema,
  unrelateSchema,
  upsertSchema,
} from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { transacting } from '../transacting.ts';
import type { Says } from './builders.ts';

export type Untyped = (platform: Scoped<Graph>, input: never) => Promise<unknown>;
export interface UntypedHandlers {
  readonly create?: Untyped | undefined;
  readonly patch?: Untyped | undefined;
  readonly remove?: Untyped | undefined;
}
type Data = Readonly<Record<string, unknown>>;

/** The writes that every node has, unless its domain does them by itself. */
export const writesOf = (graph: Graph, node: NodeDefinition, { writes }: Says, handlers: UntypedHandlers) => {
  const { label } = node;
  const entity = entitySchema(node);
  const say = (summary: string, output: z.ZodType) => transacting(writes(summary, output));
  const by = (
    handler: Untyped | undefined,
    plain: (platform: Scoped<Graph>, input: Data) => Promise<unknown>,
  ) => (handler as typeof plain | undefined) ?? plain;
  const create = by(handlers.create, (platform, input) => platform.repo(node).create(input));
  const patch = by(handlers.patch, (platform, { changes, version, ...key }) =>
    platform.repo(node).patch(key, changes as Data, seen(version)),
  );
  const remove = by(handlers.remove, (platform, { version, ...key }) =>
    platform.repo(node).remove(key, seen(version)),
  );
  return {
    create: say(`Makes a ${label}.`, entity)
      .input(createSchema(node))
      .mutation(({ ctx, input }) => create(ctx.scoped, input)),
    createMany: say(
      `Makes many of ${label}, all or none, and answers their keys.`,
      z.array(keySchema(graph, label)),
    )
      .input(createManySchema(node))
      .mutation(({ ctx, input }) =>
        handlers.create
          ? eachOf(input.items, async (item) => keyOf(node, await create(ctx.scoped, item)))
          : ctx.scoped.repo(node).createMany(input.items),
      ),
    upsert: say(`Makes the ${label} of a key, or changes the one that is there.`, entity)
      .input(upsertSchema(graph, label))
      .mutation(({ ctx, input }) =>
        handlers.create || handlers.patch
          ? upsertBy(ctx.scoped, node, input, { create, patch })
          : ctx.scoped.repo(node).upsert(input),
      ),
    patch: say(`Changes a ${label}: sets, removes, increments, pushes.`, entity)
      .input(patchInputSchema(graph, label))
      .mutation(({ ctx, input }) => patch(ctx.scoped, input)),
    remove: say(`Removes a ${label}.`, z.void())
      .input(removeSchema(graph, label))
      .mutation(async ({ ctx, input }) => void (await remove(ctx.scoped, input))),
    ...(Object.keys(node.relationships).length > 0 && linksOf(graph, node, say)),
  };
};

const linksOf = (graph: Graph, node: NodeDefinition, say: Says['writes']) => ({
  relate: say(`Joins a ${node.label} to another node, once.`, z.void())
    .input(relateSchema(graph, node.label))
    .mutation(({ ctx, input: { from, relationship, to, ...rest } }) => {
      const { $link } = rest as { readonly $link?: Data };
      return ctx.scoped.repo(node).relate(from, relationship, to, ...(($link ? [$link] : []) as []));
    }),
  unrelate: say(`Parts a ${node.label} from another node, and answers whether they were joined.`, z.boolean())
    .input(unrelateSchema(graph, node.label))
    .mutation(({ ctx, input: { from, relationship, to, ...options } }) =>
      ctx.scoped.repo(node).unrelate(from, relationship, to, options),
    ),
});

const seen = (version: unknown) => (typeof version === 'number' ? { version } : {});

/** The key of a node, alone. */
const keyOf = ({ key }: NodeDefinition, entity: unknown): Data => ({ [key]: (entity as Data)[key] });

const eachOf = async <T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<readonly U[]> => {
  const done: U[] = [];
  for (const item of items) done.push(await work(item));
  return done;
};

type Work = (platform: Scoped<Graph>, input: Data) => Promise<unknown>;

/** What a domain says of a create and of a change holds for an upsert too. */
const upsertBy = async (
  platform: Scoped<Graph>,
  node: NodeDefinition,
  input: Data,
  { create, patch }: { readonly create: Work; readonly patch: Work },
): Promise<unknown> => {
  const key = keyOf(node, input);
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const [found] = await platform.repo(node).getMany([key]);
  if (!found) return create(platform, Object.fromEntries(given.filter(([, value]) => value !== null)));
  const { owner } = node;
  if (owner !== undefined && found[owner] !== input[owner])
    throw new GraphkeepError('invalid_input', `${owner} is never changed.`, { field: owner });
  const changes = given.filter(([name]) => name !== node.key && name !== owner);
  return changes.length === 0 ? found : patch(platform, { ...key, changes: Object.fromEntries(changes) });
};
