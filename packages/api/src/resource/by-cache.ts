import type { GetInput, GetManyInput, Graph, NodeDefinition } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';

type Data = Readonly<Record<string, unknown>>;
type Wanted = Partial<Readonly<Record<'include' | 'select' | 'omit', object | undefined>>> & {
  readonly withDeleted?: boolean | undefined;
};

/** Reads by key, by way of the cache where the definition has a rule for it and nothing is joined. */
export const byCache = {
  get: async (
    scoped: Scoped<Graph>,
    node: NodeDefinition,
    input: GetInput<Graph, string>,
  ): Promise<unknown> => {
    const { include, select, omit, withDeleted, ...key } = input;
    if (!isCached(node, input)) return scoped.repo(node).get(input);
    return project(await scoped.cached(node).get(key), { select, omit });
  },

  getMany: async (
    scoped: Scoped<Graph>,
    node: NodeDefinition,
    input: GetManyInput<Graph, string>,
  ): Promise<readonly unknown[]> => {
    const { keys, ...wanted } = input;
    if (!isCached(node, wanted)) return scoped.repo(node).getMany(keys, wanted);
    const found = await scoped.cached(node).getMany(keys);
    return found.flatMap((entity) => (entity === null ? [] : [project(entity, wanted)]));
  },
};

const isCached = ({ cache, traits }: NodeDefinition, { include, withDeleted }: Wanted): boolean =>
  cache !== undefined &&
  !traits.abstract &&
  withDeleted !== true &&
  (include === undefined || Object.keys(include).length === 0);

const project = (entity: Data, { select, omit }: Pick<Wanted, 'select' | 'omit'>): Data => {
  if (!select && !omit) return entity;
  const wanted = (name: string) => (select ? name in select : !(omit && name in omit));
  return Object.fromEntries(Object.entries(entity).filter(([name]) => wanted(name)));
};
