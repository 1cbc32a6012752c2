import type { StopSignal } from './protocol.ts';

export interface Neo4jAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Of a server on this machine that is no container. */
  readonly pid: number | undefined;
}

export interface RedisAddress {
  readonly url: string;
  /** Nobody else has it; what is written under it is deleted at the end of the lease. */
  readonly prefix: string;
  readonly pid: number | undefined;
}

export interface PostgresAddress {
  /** Of a fresh database, dropped at the end of the lease. */
  readonly url: string;
  readonly pid: number | undefined;
}

export interface NodeAddress {
  readonly host: string;
  readonly port: number;
  readonly pid: number | undefined;
}

export interface ClusterAddress<Node = NodeAddress> {
  /** Local: three masters, then the replica of each in the same order. */
  readonly nodes: readonly Node[];
  readonly prefix: string;
}

export interface SentinelAddress<Node = NodeAddress> {
  readonly name: string;
  readonly sentinels: readonly Node[];
  /** The first master, then its replicas; empty where the servers were given by the environment. */
  readonly servers: readonly Node[];
  readonly prefix: string;
}

/** What a server of the caller's own can do besides; it comes back on the same port with the same data. */
export interface Controls {
  stop(signal?: StopSignal): Promise<void>;
  start(): Promise<void>;
}
