/** The other libraries of the field, each by its own calls. In JavaScript: their types do not compile under our settings. */
export interface Peer {
  readonly name: string;
  /** What it does not do and ours does. */
  readonly lacks: string;
  readonly memory: ((key: string) => unknown) | undefined;
  readonly get: ((key: string) => unknown) | undefined;
  readonly set: ((key: string, value: unknown) => unknown) | undefined;
  readonly getMany: ((keys: string[]) => unknown) | undefined;
  readonly load: ((key: string, loader: () => Promise<unknown>) => unknown) | undefined;
  /** Puts a value where `memory` finds it. */
  warm(key: string, value: unknown): Promise<unknown>;
  close(): Promise<unknown>;
}

export declare const openPeers: (redis: {
  readonly url: string;
  readonly client: () => unknown;
}) => Promise<readonly Peer[]>;
