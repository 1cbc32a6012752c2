import type { Terminal } from '../terminal.ts';
import { Cancelled, Misuse } from './misuse.ts';

/** Goes on only where a person agrees, or has agreed beforehand by `--yes`. */
export const confirmed = async (
  { interactive, ask, interrupted }: Terminal,
  what: string,
  yes: boolean | undefined,
): Promise<void> => {
  if (yes === true) return;
  if (!interactive)
    throw new Misuse(`${what} Nobody can be asked here: say --yes if that is meant. Nothing was done.`);
  const answer = await ask(`${what} Go on? (yes/no) `, interrupted());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Cancelled('Nothing was done.');
};
