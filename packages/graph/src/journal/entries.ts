import type { Call, Engine, Row } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { leaseId } from '../lease.ts';
import { quote } from '../statements/cypher.ts';
import type { JournalEntry, JournalPage } from './entry.ts';
import { JOURNAL } from './numbering.ts';
import type { Change } from './record.ts';

/** The numbers of the last entry and of the last one that was trimmed. */
export interface Bounds {
  readonly last: number;
  readonly trimmed: number;
}

const BOUNDS = `MATCH (l:${quote(own.state)} {id: $id}) RETURN l.last AS last, l.trimmed AS trimmed LIMIT 1`;
// By equality: the embedded engine looks a number up in .01 ms, and scans for a range.
const BY_NUMBER = `UNWIND $seqs AS seq MATCH (e:${quote(own.entry)} {seq: seq}) RETURN e.seq AS seq, e.id AS id, e.at AS at, e.changes AS changes`;

export const readBounds = async (engine: Engine, call: Call): Promise<Bounds> => {
  const { rows } = await engine.read(
    { text: BOUNDS, params: { id: leaseId(JOURNAL) }, operation: 'journal.bounds' },
    call,
  );
  const [last, trimmed] = rows[0] ?? [];
  return { last: Number(last ?? 0), trimmed: Number(trimmed ?? 0) };
};

/** What stands after a cursor, at most `limit` entries. */
export const readEntries = async (
  engine: Engine,
  after: number,
  limit: number,
  call: Call,
): Promise<JournalPage> => {
  const { last, trimmed } = await readBounds(engine, call);
  if (after < trimmed || after > last) return { kind: 'reload', cursor: last };
  const entries = await entriesFrom(engine, after + 1, Math.min(limit, last - after), call);
  if (entries.length === 0 && after < last && (await readBounds(engine, call)).trimmed > after)
    return { kind: 'reload', cursor: last };
  return { kind: 'entries', entries, cursor: after + entries.length };
};

/** A commit becomes visible node by node on Neo4j, so that what is read ends before the first number that lacks. */
export const entriesFrom = async (
  engine: Engine,
  from: number,
  count: number,
  call: Call,
): Promise<readonly JournalEntry[]> => {
  if (count <= 0) return [];
  const seqs = Array.from({ length: count }, (_, index) => engine.codec.encodeCount(from + index));
  const { rows } = await engine.read({ text: BY_NUMBER, params: { seqs }, operation: 'journal.read' }, call);
  const entries = rows.map(entryOf).sort((one, other) => one.seq - other.seq);
  const gap = entries.findIndex(({ seq }, index) => seq !== from + index);
  return gap === -1 ? entries : entries.slice(0, gap);
};

const entryOf = ([seq, id, at, changes]: Row): JournalEntry => ({
  seq: Number(seq),
  id: String(id),
  at: new Date(Number(at)),
  changes: JSON.parse(String(changes)) as readonly Change[],
});
