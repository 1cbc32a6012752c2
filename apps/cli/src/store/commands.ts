import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { closeBreaker, openBreaker } from './breaker.ts';
import { reconnectStore } from './reconnect.ts';
import { storeStatus } from './status.ts';

export const storeCommands: CommandOf = (program, frame) => {
  const store = group(program, 'store', 'Looks after the stores of a running server by hand.');
  for (const add of [storeStatus, reconnectStore, openBreaker, closeBreaker]) add(store, frame);
};
