import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { type Imported, importPart } from '../privacy/archive/import-archive.ts';
import { demoPlayer } from './demo-player.ts';
import type { DemoName } from './draft.ts';

const PART = 500;

/**
 * Makes a player with all that belongs to one. The player comes last, at once with all that leads from there: who is there is
 * whole, and what a run that died has left behind is gone on with. All of it in one transaction would take a busy store
 * longer than a transaction may.
 */
export const makePlayer = async (
  platform: Scoped<StoryGraph>,
  name: DemoName,
  signal: AbortSignal | undefined,
): Promise<readonly Imported[]> => {
  const { header, belongings, player } = (await demoPlayer(name)).lines();
  const imported: Imported[] = [];
  for (let from = 0; from < belongings.length; from += PART) {
    signal?.throwIfAborted();
    imported.push(await importPart(platform, { header, lines: belongings.slice(from, from + PART) }));
  }
  const last = await platform.transaction(() => importPart(platform, { header, lines: [...player] }));
  return [...imported, last];
};
