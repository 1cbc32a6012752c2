import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { createKey } from './create.ts';
import { listKeys } from './list.ts';
import { revokeKey } from './revoke.ts';
import { rotateKey } from './rotate.ts';

export const keysCommands: CommandOf = (program, frame) => {
  const keys = group(program, 'keys', 'Makes, shows, rotates and ends keys of the API.');
  for (const add of [listKeys, createKey, rotateKey, revokeKey]) add(keys, frame);
};
