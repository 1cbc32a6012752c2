import { id } from '@graphkeep/contract';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { defineJob, type JobRun, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { ownedDefinitions } from '../privacy/owned-definitions.ts';
import type { Finding } from './finding.ts';
import { brokenReferences, foreignLinks, moreThanOne } from './graph-rules.ts';
import type { CheckScope } from './rule.ts';
import { staleCache } from './stale-cache.ts';

export const checkInput = z.strictObject({
  /** Whose data; all players' where it is left out. */
  playerId: id('ply').optional(),
  /** Mends what can be mended without losing anything. */
  repair: z.boolean().default(false),
});
export type Check = z.output<typeof checkInput>;

export interface CheckReport {
  readonly counts: Readonly<Record<Finding['rule'], number>>;
  /** The first of them. */
  readonly findings: readonly Finding[];
}

const SHOWN = 200;

/** Compares graph and cache, and looks for what cannot be right in the graph. */
export const checkJob = defineJob({
  name: 'story.check',
  input: checkInput,
  run: (system: Scoped<StoryGraph>, { input, signal, progress }: JobRun<Check>): Promise<CheckReport> =>
    check(system, { playerId: input.playerId, repair: input.repair, signal }, progress),
});

const check = async (
  system: Scoped<StoryGraph>,
  scope: CheckScope,
  progress: (done: number, total: number) => void,
): Promise<CheckReport> => {
  const counts = {
    'stale cache': 0,
    'missing link': 0,
    'lost subject': 0,
    'more than one': 0,
    'foreign link': 0,
  };
  const findings: Finding[] = [];
  const take = async (found: AsyncIterable<Finding>): Promise<void> => {
    for await (const one of found) {
      counts[one.rule] += 1;
      if (findings.length < SHOWN) findings.push(one);
    }
  };
  const definitions = ownedDefinitions(storyGraph).map(({ definition }) => definition);
  // Links first: to mend one drops what is cached of both ends.
  await take(foreignLinks(system, scope));
  for (const [done, definition] of definitions.entries()) {
    await take(moreThanOne(system, definition, scope));
    await take(brokenReferences(system, definition, scope));
    await take(staleCache(system, definition, scope));
    progress(done + 1, definitions.length);
  }
  return { counts, findings };
};
