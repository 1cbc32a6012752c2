import type { ServerAddress, StoreName } from '../protocol.ts';
import type { ServerNode } from '../servers/server.ts';

export interface Lease {
  /** Also the caller's key prefix and the name of his database. */
  readonly id: string;
  readonly store: StoreName;
  readonly isolated: boolean;
  readonly address: ServerAddress;
  readonly nodes: readonly ServerNode[];
  end(): Promise<void>;
}

export interface Wish {
  readonly isolated: boolean;
  readonly external: ServerAddress | undefined;
  /** The name of the schema that the caller makes, and may find made. */
  readonly schema: string | undefined;
  /** The caller has left, and needs nothing more. */
  readonly gone: AbortSignal;
  readonly note: (text: string) => void;
}
