import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { cypher, defineJob, erasuresOf, type JobRun, pseudonymOf, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { type OwnedDefinition, ownedDefinitions } from '../owned-definitions.ts';
import { eraseOwner } from './erase-owner.ts';

const input = z.strictObject({});

export interface ReplayReport {
  /** Who is on the list. */
  readonly listed: number;
  /** Who was there again. */
  readonly erased: number;
}

/**
 * Erases once more all who were erased before and came back with a restore. The list knows pseudonyms alone, so that each
 * owner of anything is looked at.
 */
export const replayErasuresJob = defineJob({
  name: 'story.replayErasures',
  input,
  run: async (
    system: Scoped<StoryGraph>,
    { signal, progress }: JobRun<z.output<typeof input>>,
  ): Promise<ReplayReport> => {
    const erasures = erasuresOf(system);
    const listed = await erasures.pseudonyms();
    let [erased, looked] = [0, 0];
    if (listed.size > 0)
      for (const owned of ownedDefinitions(storyGraph))
        for await (const owner of ownersIn(system, owned)) {
          signal.throwIfAborted();
          progress(++looked);
          if (!listed.has(pseudonymOf(owner))) continue;
          const { erasureId } = await erasures.begin(owner);
          await eraseOwner(system, erasureId, { signal, progress: () => {} });
          erased++;
        }
    return { listed: listed.size, erased };
  },
});

const PAGE = 1_000;
const rows = z.object({ owner: z.string() });

/** Each owner of a node of this definition once, also such as are no nodes themselves any more. */
async function* ownersIn(
  system: Scoped<StoryGraph>,
  { definition, owner: property }: OwnedDefinition,
): AsyncGenerator<string, void> {
  const stored = definition.fields.find(({ name }) => name === property)?.stored ?? property;
  const [label, own] = [cypher.ident(definition.stored), cypher.ident(stored)];
  for (let after = ''; ; ) {
    const found = await system.query(
      cypher`MATCH (n:${label}) WHERE n.${own} > ${after} WITH DISTINCT n.${own} AS owner
             RETURN owner ORDER BY owner LIMIT ${PAGE}`,
      { rows, operation: 'erasure.owners' },
    );
    for (const { owner } of found) yield owner;
    const last = found.at(-1);
    if (!last || found.length < PAGE) return;
    after = last.owner;
  }
}
