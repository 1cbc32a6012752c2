import { GraphkeepError } from '@graphkeep/core';
import type { z } from 'zod';
import type { Rows } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { type Change, recordChanges } from '../journal/record.ts';
import { wrong } from '../statements/values.ts';
import { compile } from './compile.ts';
import type { Cypher } from './cypher.ts';
import { looksLikeWrite } from './looks-like-write.ts';
import { typedRows } from './rows.ts';

export interface QueryOptions<S extends z.ZodObject, R = z.output<S>> {
  /** What each row is: its names are the names of the columns, its kinds say what their values mean. */
  readonly rows: S;
  /** The labels of all nodes that the statement may change. Without it the statement may not write. */
  readonly writes?: readonly string[];
  /** What it changed, by keys, for the journal: asked for where a label of `writes` has one. */
  readonly changes?: readonly Change[] | ((rows: readonly R[]) => readonly Change[]);
  /**
   * Its name in logs and metrics.
   * @default 'raw'
   */
  readonly operation?: string;
}

/** Runs Cypher that was written by hand. It knows no owners: whoever calls it sees and may write everything. */
export type Query = <S extends z.ZodObject>(
  statement: Cypher,
  options: QueryOptions<S>,
) => Promise<readonly z.output<S>[]>;

export const openQuery =
  (ground: Ground): Query =>
  async (written, options) => {
    const { codec } = ground;
    const { rows: schema, writes, changes = [], operation = 'raw' } = options;
    const statement = compile(written, operation, codec);
    if (!writes) {
      // Within a transaction that writes the store itself would not mind.
      if (looksLikeWrite(statement.text)) throw undeclared();
      return typedRows(await ground.read(statement).catch(asUndeclared), schema, codec);
    }
    assertDeclared(ground, writes, options.changes !== undefined);
    return ground.transaction('write', async (run) => {
      const rows = typedRows(await run(statement), schema, codec);
      const changed = typeof changes === 'function' ? changes(rows) : changes;
      const stranger = changed.find(({ label }) => !writes.includes(label));
      if (stranger)
        throw wrong('changes', `changes has a change of ${stranger.label}, which is not in writes.`);
      await recordChanges(run, ground, changed);
      return rows;
    });
  };

const assertDeclared = ({ graph }: Ground, writes: readonly string[], tellsChanges: boolean): void => {
  const unknown = writes.find((label) => !Object.hasOwn(graph, label));
  if (unknown !== undefined)
    throw wrong('writes', `writes names ${unknown}, but the graph has no such definition.`);
  const journaled = writes.find((label) => graph[label]?.journal);
  if (journaled !== undefined && !tellsChanges)
    throw wrong(
      'changes',
      `${journaled} has a journal: say by changes which of its nodes the statement changes, as a list or a function of its rows.`,
    );
};

/** Neo4j's own refusal of a write in a read: that of a procedure, say. */
const asUndeclared = (error: unknown): Promise<Rows> => {
  throw error instanceof GraphkeepError && error.field === 'writes' ? undeclared(error) : error;
};

const undeclared = (cause?: GraphkeepError) =>
  new GraphkeepError(
    'invalid_input',
    "The statement writes: name by writes the labels that it may change, as in writes: ['Player'].",
    { field: 'writes', cause },
  );
