import { limits } from '@graphkeep/contract';
import type { Graph } from '@graphkeep/models';
import type { Scoped } from '@graphkeep/platform';
import type { OwnedDefinition } from '../owned-definitions.ts';
import { filterOn } from '../untyped.ts';

/** Nodes of one transaction. */
const BATCH = 500;

/** Removes all nodes of a definition that belong to the owner, for good; each portion is told when it is gone. */
export async function* eraseNodes(
  system: Scoped<Graph>,
  { definition, owner: property }: OwnedDefinition,
  owner: string,
): AsyncGenerator<number, void> {
  const where = filterOn({ [property]: owner });
  const nodes = system.repo(definition);
  const removeSome = async (): Promise<number> => {
    if (!definition.traits.softDelete) return (await nodes.removeMany(where, { limit: BATCH })).removed;
    // A removal would only mark these, and those that are marked already are not found by one.
    const { items } = await nodes.find({ where, withDeleted: true, limit: limits.maxPageSize });
    await system.transaction(async () => {
      for (const item of items) await nodes.purge({ [definition.key]: item[definition.key] });
    });
    return items.length;
  };
  const many = definition.traits.softDelete ? limits.maxPageSize : BATCH;
  for (let removed: number = many; removed === many; ) {
    removed = await removeSome();
    if (removed > 0) yield removed;
  }
}
