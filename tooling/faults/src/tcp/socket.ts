import type { Socket } from 'node:net';

/** Sends RST. A socket that is still connecting has nobody to tell, and `resetAndDestroy` would wait for it. */
export const reset = (socket: Socket): void => {
  if (socket.destroyed) return;
  if (socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
};
