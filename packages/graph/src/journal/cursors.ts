import { GraphkeepError } from '@graphkeep/core';
import type { Call, Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import type { Leadership } from '../leader.ts';
import { quote } from '../statements/cypher.ts';

const STATE = `(c:${quote(own.state)} {id: $id})`;
const READ = `MATCH ${STATE} RETURN c.cursor AS \`cursor\` LIMIT 1`;
const BEGIN = `MERGE ${STATE} ON CREATE SET c.cursor = $cursor`;
const KEEP = `MERGE ${STATE} SET c.cursor = $cursor`;

const idOf = (consumer: string): string => `cursor:${consumer}`;

/** How far a consumer has come; nothing where it never began. */
export const readCursor = async (
  engine: Engine,
  consumer: string,
  call: Call,
): Promise<number | undefined> => {
  const statement = { text: READ, params: { id: idOf(consumer) }, operation: 'journal.cursor' };
  const { rows } = await engine.read(statement, call);
  return rows[0] ? Number(rows[0][0]) : undefined;
};

/** Where it has begun already, nothing is changed. */
export const beginCursor = (engine: Engine, consumer: string, cursor: number, call: Call): Promise<void> =>
  engine.transaction(
    'write',
    async (run) => {
      const params = { id: idOf(consumer), cursor: engine.codec.encodeCount(cursor) };
      await run({ text: BEGIN, params, operation: 'journal.begin-cursor' });
    },
    call,
  );

/** Kept by the one that leads alone: another one that was frozen must not set it back. */
export const keepCursor = (
  engine: Engine,
  consumer: string,
  cursor: number,
  { renew }: Pick<Leadership, 'renew'>,
  call: Call,
): Promise<void> =>
  engine.transaction(
    'write',
    async (run) => {
      if (!(await renew(run)))
        throw new GraphkeepError(
          'conflict',
          `Another process leads now: the cursor of ${consumer} is its own.`,
        );
      await run({
        text: KEEP,
        params: { id: idOf(consumer), cursor: engine.codec.encodeCount(cursor) },
        operation: 'journal.keep-cursor',
      });
    },
    call,
  );
