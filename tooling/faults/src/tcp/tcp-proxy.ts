import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Connection } from './connection.ts';
import { harmless, type Rules, type Way } from './rules.ts';
import { reset } from './socket.ts';

export interface TcpProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
}

export interface LatencyOptions {
  /** Milliseconds added on the way to the target. @default 0 */
  readonly up?: number;
  /** Milliseconds added on the way back. @default 0 */
  readonly down?: number;
  /** At most this many milliseconds more, by chance; the order of bytes is kept. @default 0 */
  readonly jitter?: number;
}

export interface CutOptions {
  /** Where bytes are counted, for each connection from now on. */
  readonly way: Way;
  /**
   * So many bytes are still sent; the next one resets the connection on both sides. A reader that is megabytes
   * behind loses the last of them, as by any RST. @default 0
   */
  readonly afterBytes?: number;
  /** How many connections are cut. @default every one, until `clear()` */
  readonly times?: number;
}

export interface TcpProxyCounters {
  /** Connections that were accepted, also those that were refused by a reset. */
  readonly seen: number;
  readonly refused: number;
  /** Connections of which at least one side is open. */
  readonly open: number;
  /** Bytes passed on to the target; what was swallowed does not count. */
  readonly bytesUp: number;
  /** Bytes passed on to the client; what was swallowed does not count. */
  readonly bytesDown: number;
}

/** Stands before a real server on 127.0.0.1. Every switch acts at once, on open connections too. */
export interface TcpProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** The counters as they are now. */
  readonly counters: TcpProxyCounters;
  /** Data comes late, an end of stream too. The TCP handshake itself is the kernel's and is not slowed. */
  latency(options: LatencyOptions): void;
  /** Swallows bytes and ends of streams; connections stay open. @default both ways */
  blackHole(way?: Way | 'both'): void;
  /** New connections are reset as soon as they are made. */
  refuse(): void;
  /** Resets a connection after some bytes, for example to lose the answer of a commit. */
  cut(options: CutOptions): void;
  /** Resets (RST) both sides of all open connections; says how many. */
  reset(): number;
  /** Closes one side of all open connections; the side left open is never told, as after a loss of power. */
  halfOpen(leftOpen: 'client' | 'target'): number;
  /** Ends all faults. Connections that lost bytes are reset, since a stream with a gap cannot go on. */
  clear(): void;
}

const host = '127.0.0.1';

/**
 * A proxy that makes the faults of a network.
 *
 * `await using proxy = await tcpProxy({ target: { host, port } })`
 */
export const tcpProxy = async ({ target }: TcpProxyOptions): Promise<TcpProxy> => {
  const rules: Record<Way, Rules> = { up: harmless(), down: harmless() };
  const connections = new Set<Connection>();
  const bytes: Record<Way, number> = { up: 0, down: 0 };
  let seen = 0;
  let refused = 0;
  let refuses = false;

  const accept = (client: Socket): void => {
    seen += 1;
    if (refuses) {
      refused += 1;
      client.on('error', () => {});
      reset(client);
      return;
    }
    const connection = new Connection({
      client,
      target: connect({ host: target.host, port: target.port, allowHalfOpen: true }),
      rules,
      passed: (way, count) => {
        bytes[way] += count;
      },
      closed: (closed) => connections.delete(closed),
    });
    connections.add(connection);
  };

  const server = createServer({ allowHalfOpen: true }, accept);
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no TCP address.');

  const resetAll = (): number => {
    const open = [...connections];
    for (const connection of open) connection.reset();
    return open.length;
  };

  return {
    host,
    port: address.port,
    get counters() {
      return { seen, refused, open: connections.size, bytesUp: bytes.up, bytesDown: bytes.down };
    },
    latency({ up = 0, down = 0, jitter = 0 }) {
      Object.assign(rules.up, { latencyMs: up, jitterMs: jitter });
      Object.assign(rules.down, { latencyMs: down, jitterMs: jitter });
    },
    blackHole(way = 'both') {
      rules.up.blackHole = way !== 'down';
      rules.down.blackHole = way !== 'up';
    },
    refuse() {
      refuses = true;
    },
    cut({ way, afterBytes = 0, times = Number.POSITIVE_INFINITY }) {
      rules[way].cut = { afterBytes, timesLeft: times };
    },
    reset: resetAll,
    halfOpen(leftOpen) {
      const open = [...connections];
      for (const connection of open) connection.halfOpen(leftOpen);
      return open.length;
    },
    clear() {
      refuses = false;
      Object.assign(rules.up, harmless());
      Object.assign(rules.down, harmless());
      for (const connection of [...connections]) connection.heal();
    },
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.close();
      resetAll();
      await once(server, 'close');
    },
  };
};
