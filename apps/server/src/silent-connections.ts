import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps the connections on which no request has come yet. Node counts them as busy, so that a stop would wait for them; what
 * is answered closes them.
 */
export const silentConnections = (server: Server, isTls: boolean): (() => void) => {
  const silent = new Set<Socket>();
  server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return () => {
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy();
  };
};
