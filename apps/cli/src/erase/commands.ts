import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { erasePlayer } from './player.ts';
import { eraseReceipts } from './receipts.ts';

export const eraseCommands: CommandOf = (program, frame) => {
  const erase = group(program, 'erase', 'Erases people, and shows the receipts of it.');
  for (const add of [erasePlayer, eraseReceipts]) add(erase, frame);
};
