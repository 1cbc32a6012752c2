import { setImmediate } from 'node:timers/promises';
import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import { refuse } from '../gate/errors.ts';
import { type Admitted, admit } from '../gate/gate.ts';
import { readTrap } from '../gate/guards.ts';
import type { Answer } from './database.ts';
import { embeddedError } from './errors.ts';
import { type EngineRow, readRows } from './rows.ts';
import type { Store, StoreTransaction } from './store.ts';
import { type Decoding, decode, encodeParameters } from './values.ts';

export interface RawStatement {
  readonly text: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface RawAnswer {
  readonly keys: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly counters: Answer['counters'];
  readonly writes: boolean;
}

export interface RawOptions {
  /** Integers come as Integer and floats as number; else all numbers are plain numbers. */
  readonly lossless: boolean;
  readonly access: 'read' | 'write';
  readonly signal: AbortSignal;
}

/** Runs a statement written by hand, in words that the engine can be trusted with, as a transaction of its own. */
export const runRaw = async (
  store: Store,
  statement: RawStatement,
  options: RawOptions,
): Promise<RawAnswer> => {
  const transaction = store.begin();
  try {
    const answer = await runRawIn(transaction, statement, options);
    if (answer.writes) await transaction.commit();
    return answer;
  } catch (error) {
    throw embeddedError(error);
  } finally {
    transaction.rollback();
  }
};

export const runRawIn = async (
  transaction: StoreTransaction,
  { text, params }: RawStatement,
  { lossless, access, signal }: RawOptions,
): Promise<RawAnswer> => {
  try {
    const admitted = admit(text, params, { lossless });
    if (access === 'read' && admitted.writes)
      throw new GraphkeepError('invalid_input', 'The statement writes, and was run for reading only.', {
        field: 'statement',
      });
    const { answer, counters } = await runAdmitted(transaction, admitted, params, signal);
    const rows = await readRows(answer);
    return {
      keys: admitted.columns.map(({ name }) => name),
      rows: await decodeRows(rows, admitted, { lossless }),
      counters,
      writes: admitted.writes,
    };
  } catch (error) {
    const meant = rawError(error);
    transaction.fail(meant);
    throw meant;
  }
};

/** Handing over parameters blocks the thread, about 15 ms for a thousand rows: more go in parts where that is the same. */
const ROWS_AT_ONCE = 2_000;

const runAdmitted = async (
  transaction: StoreTransaction,
  { text, rows: name }: Admitted,
  params: RawStatement['params'],
  signal: AbortSignal,
) => {
  const rows = name === undefined ? undefined : params[name];
  if (name === undefined || !Array.isArray(rows) || rows.length <= ROWS_AT_ONCE) {
    const answer = await transaction.run(text, encodeParameters(params), signal);
    return { answer, counters: answer.counters };
  }
  const parts: Answer[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = { ...params, [name]: rows.slice(from, from + ROWS_AT_ONCE) };
    parts.push(await transaction.run(text, encodeParameters(part), signal));
    await setImmediate();
  }
  const [answer] = parts;
  if (!answer) throw new RangeError('Rows that were split into no parts.');
  return { answer, counters: parts.map(({ counters }) => counters).reduce(summed) };
};

const summed = (left: Answer['counters'], right: Answer['counters']): Answer['counters'] => ({
  nodesCreated: left.nodesCreated + right.nodesCreated,
  nodesDeleted: left.nodesDeleted + right.nodesDeleted,
  edgesCreated: left.edgesCreated + right.edgesCreated,
  edgesDeleted: left.edgesDeleted + right.edgesDeleted,
  propertiesSet: left.propertiesSet + right.propertiesSet,
  labelsAdded: left.labelsAdded + right.labelsAdded,
  labelsRemoved: left.labelsRemoved + right.labelsRemoved,
});

const DECODED_AT_ONCE = 1_000;

const decodeRows = async (
  rows: readonly EngineRow[],
  { columns }: Admitted,
  to: Decoding,
): Promise<unknown[][]> => {
  // The probes follow the columns, in their order.
  let hidden = columns.length;
  const places = columns.map(({ probe }) => (probe ? hidden++ : undefined));
  const decoded: unknown[][] = [];
  for (const row of rows) {
    decoded.push(
      columns.map(({ type }, index) => {
        const place = places[index];
        return decode(row[index], type, place === undefined ? undefined : row[place], to);
      }),
    );
    if (decoded.length % DECODED_AT_ONCE === 0) await setImmediate();
  }
  return decoded;
};

/** The gate passes nothing that the engine should not read: where it does not, the form is refused. */
const rawError = (error: unknown): unknown => {
  if (isGraphkeepError(error) || !(error instanceof Error)) return error;
  const trapped = readTrap(error.message);
  if (trapped) return refuse(trapped);
  if (/GRAFEO-(Q00[1245]|X\d|V006)/.test(error.message)) return refuse('engine', firstLine(error.message));
  if (/GRAFEO-(Q006|V001)/.test(error.message) && !isGraphkeepError(embeddedError(error)))
    return new GraphkeepError('invalid_input', `The statement failed: ${firstLine(error.message)}`, {
      field: 'statement',
      cause: error,
    });
  return embeddedError(error);
};

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
