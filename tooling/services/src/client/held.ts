import type { Controls, NodeAddress } from '../addresses.ts';
import { done, type Grant, type NodeState, nodeChanged, type ServerAddress } from '../protocol.ts';
import type { Connection } from './connection.ts';

/** A lease, seen from its holder. */
export interface Held {
  readonly lease: string;
  readonly address: ServerAddress;
  readonly nodes: readonly (NodeAddress & Controls)[];
  release(): Promise<void>;
}

export function heldBy(connection: Connection, { lease, address, nodes }: Grant): Held {
  const controlled = (initial: NodeState, node: number): NodeAddress & Controls => {
    let state = initial;
    return {
      host: initial.host,
      port: initial.port,
      get pid() {
        return state.pid;
      },
      stop: async (signal = 'SIGTERM') => {
        state = await connection.request({ method: 'stop-node', lease, node, signal }, nodeChanged);
      },
      start: async () => {
        state = await connection.request({ method: 'start-node', lease, node }, nodeChanged);
      },
    };
  };
  return {
    lease,
    address,
    nodes: nodes.map(controlled),
    release: async () => void (await connection.request({ method: 'release', lease }, done)),
  };
}
