import type { StoreName } from '../protocol.ts';
import type { Server } from '../servers/server.ts';

/** Servers that are started when someone needs one and stopped some time after nobody does. */
export interface Group<S extends StoreName> {
  take(launch: () => Promise<Server<S>>, gone: AbortSignal, schema?: string): Promise<Server<S>>;
  give(server: Server<S>): void;
  stopIfIdle(): Promise<void>;
  servers(): Promise<Server<S>[]>;
}
