import type { Driver, QueryResult } from 'neo4j-driver';
import { QueryRunner } from 'neogma';

/** What is needed of a driver: neo4j-driver's own has it, and so has any other of its shape. */
export interface DriverLike {
  session(config: { readonly database?: string; readonly defaultAccessMode: 'READ' | 'WRITE' }): SessionLike;
}
export interface SessionLike {
  run(
    statement: string,
    parameters: Record<string, unknown>,
    config: { readonly timeout?: number; readonly metadata?: Record<string, unknown> },
  ): PromiseLike<unknown>;
  close(): Promise<void>;
}

export interface BoundHost {
  readonly driver: DriverLike;
  readonly database?: string;
  /** After which the server ends a statement. @default the server's own limit */
  readonly timeoutMs?: number;
  /** Stands beside each statement in the server's list of transactions and in its query log. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

type RunParameters = Parameters<QueryRunner['run']>;

const changing = /\b(?:CREATE|MERGE|SET|DELETE|REMOVE|DROP|FOREACH|LOAD)\b/i;

/**
 * Runs the statements of bound models. Neogma's own runner turns all parameters into JSON text, where a bigint throws and
 * secrets reach logs, collapses the white space of statements, where a comment swallows the rest and texts change, and
 * knows neither access mode nor time-out.
 */
export class ManagedRunner extends QueryRunner {
  readonly #session: SessionLike;

  constructor(host: BoundHost, writes: boolean) {
    const session = managedSession(host, writes);
    // Neogma opens a session for every statement: it is given one that opens the real one when the statement is known.
    super({ driver: { session: () => session } as unknown as Driver });
    this.#session = session;
  }

  override async run(
    statement: RunParameters[0],
    parameters: RunParameters[1] = {},
    existing?: RunParameters[2],
  ): Promise<QueryResult> {
    if (existing) return existing.run(statement, parameters);
    return (await this.#session.run(statement, parameters, {})) as QueryResult;
  }
}

const managedSession = (
  { driver, database, timeoutMs, metadata }: BoundHost,
  writes: boolean,
): SessionLike => {
  const config = {
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    ...(metadata && { metadata: { ...metadata } }),
  };
  return {
    run: async (statement, parameters) => {
      const session = driver.session({
        ...(database !== undefined && { database }),
        defaultAccessMode: writes && changing.test(statement) ? 'WRITE' : 'READ',
      });
      try {
        return await session.run(statement, parameters, config);
      } finally {
        await session.close();
      }
    },
    close: async () => {},
  };
};
