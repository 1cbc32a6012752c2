import type grafeo from '@grafeo-db/js';

export type Database = InstanceType<typeof grafeo.GrafeoDB>;
export type Answer = Awaited<ReturnType<Database['executeCypher']>>;

/** The database itself, or a transaction of it. */
export interface Executor {
  executeCypher(text: string, params: unknown): Promise<Answer>;
}
