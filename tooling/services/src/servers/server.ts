import type { AddressOf, NodeState, StopSignal, StoreName } from '../protocol.ts';

/** One process of a server: Redis Cluster has six, most have one. */
export interface ServerNode {
  readonly state: NodeState;
  readonly running: boolean;
  /** Answers when it has ended. */
  stop(signal: StopSignal): Promise<void>;
  /** On the same port with the same data; answers when it is ready. */
  start(): Promise<void>;
}

export interface Server<S extends StoreName = StoreName> {
  readonly address: AddressOf<S>;
  /** Empty where the address came from outside. */
  readonly nodes: readonly ServerNode[];
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
}

export interface LaunchOptions {
  /** The data must outlive a kill -9, for a caller who will try that. */
  readonly durable: boolean;
  /** Is told of what takes long. */
  readonly note: (text: string) => void;
}

export type Launch<S extends StoreName = StoreName> = (options: LaunchOptions) => Promise<Server<S>>;

export type Launchers = { readonly [S in StoreName]: Launch<S> };

export const externalServer = <S extends StoreName>(address: AddressOf<S>): Server<S> => ({
  address,
  nodes: [],
  remove: async () => {},
});
