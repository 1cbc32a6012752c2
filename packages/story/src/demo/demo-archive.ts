import { demoPlayer } from './demo-player.ts';
import type { DemoName } from './draft.ts';

/**
 * A player's whole story, made up from a number, as an archive that any installation takes in: the same of the same name.
 *
 * @example await importArchive(platform, await demoArchive({ seed: 1, index: 0, until: new Date() }));
 */
export const demoArchive = async (name: DemoName): Promise<readonly string[]> => {
  const { header, belongings, player, end } = (await demoPlayer(name)).lines();
  return [header, ...belongings, ...player, end];
};
