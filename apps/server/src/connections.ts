import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How many of something each of many holds. */
export interface Places {
  /** Takes a place, and answers what gives it back; undefined where there is none. */
  take(who: string): (() => void) | undefined;
}

export const placesFor = (limit: number): Places => {
  const taken = new Map<string, number>();
  return {
    take: (who) => {
      const count = taken.get(who) ?? 0;
      if (count >= limit) return undefined;
      taken.set(who, count + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = (taken.get(who) ?? 1) - 1;
        if (left > 0) taken.set(who, left);
        else taken.delete(who);
      };
    },
  };
};

export interface ConnectionOptions {
  readonly places: Places;
  /** Whether the peer speaks for others: its connections are theirs, and not counted. */
  readonly isProxy: (address: string) => boolean;
  readonly isTls: boolean;
  readonly refused: () => void;
}

const TOO_MANY = [
  'HTTP/1.1 429 Too Many Requests',
  'connection: close',
  'retry-after: 1',
  'content-type: text/plain',
  'content-length: 43',
  '',
  'Too many connections from this one address.',
].join('\r\n');

/** Refuses connections of an address that has too many already, before anything is read from them. */
export const limitConnections = (server: Server, options: ConnectionOptions): void => {
  const { places, isProxy, isTls, refused } = options;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isProxy(address)) return;
    const giveBack = places.take(address);
    if (giveBack) {
      socket.once('close', giveBack);
      return;
    }
    refused();
    // Before its handshake a TLS client understands no answer.
    if (isTls) socket.destroy();
    else socket.end(TOO_MANY, () => socket.destroy());
  });
};
