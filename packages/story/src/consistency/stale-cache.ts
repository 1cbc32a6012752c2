import { isDeepStrictEqual } from 'node:util';
import { limits } from '@graphkeep/contract';
import type { NodeDefinition } from '@graphkeep/models';
import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { filterOn, untyped } from '../privacy/untyped.ts';
import type { Finding } from './finding.ts';
import type { CheckScope } from './rule.ts';

/**
 * Nodes that are cached as they are not any more. What differs is read once more from both sides, since it may have been
 * written between the two readings.
 */
export async function* staleCache(
  system: Scoped<StoryGraph>,
  definition: NodeDefinition,
  { playerId, repair, signal }: CheckScope,
): AsyncGenerator<Finding, void> {
  if (!definition.cache) return;
  const any = untyped(system);
  const { key, label, owner } = definition;
  const where = filterOn(playerId !== undefined && owner !== undefined ? { [owner]: playerId } : {});
  const differing = async (ids: readonly string[]): Promise<readonly string[]> => {
    const keys = ids.map((id) => ({ [key]: id }));
    const cached = await any.cached(definition).getMany(keys);
    const fresh = new Map((await any.repo(definition).getMany(keys)).map((node) => [node[key], node]));
    return ids.filter((id, at) => !isDeepStrictEqual(cached[at] ?? undefined, fresh.get(id)));
  };
  let ids: string[] = [];
  const check = async function* (): AsyncGenerator<Finding, void> {
    const suspects = await differing(ids);
    ids = [];
    if (suspects.length === 0) return;
    for (const id of await differing(suspects)) {
      if (repair) await forget(system, label, id);
      yield {
        rule: 'stale cache',
        node: `${label}/${id}`,
        message: 'The cache has it as it is not any more.',
        outcome: repair ? 'repaired' : 'found',
      };
    }
  };
  for await (const node of any.repo(definition).stream({ where, signal })) {
    ids.push(String(node[key]));
    if (ids.length === limits.maxPageSize) yield* check();
  }
  if (ids.length > 0) yield* check();
}

const forget = async ({ cacheAdmin }: Scoped<StoryGraph>, label: string, id: string): Promise<void> => {
  const { confirm } = await cacheAdmin.plan({ subjects: { [label]: [id] } });
  await cacheAdmin.remove(confirm);
};
