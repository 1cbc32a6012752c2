import type { Call, Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { leaseId } from '../lease.ts';
import { quote } from '../statements/cypher.ts';
import { entriesFrom, readBounds } from './entries.ts';
import { JOURNAL } from './numbering.ts';

export interface Keep {
  /** Entries that are older are trimmed. @default 7 days */
  readonly ageMs: number;
  /** How many entries are kept at most. @default 1,000,000 */
  readonly entries: number;
}

/** How many entries one transaction removes. */
const CHUNK = 1_000;

const STATE = `(l:${quote(own.state)} {id: $id})`;
/** Locks the numbers, so that two who trim at once do not go beyond each other. */
const LOCK = `MATCH ${STATE} SET l.trimming = $trimming RETURN l.trimmed AS trimmed`;
const REMOVE = `UNWIND $seqs AS seq MATCH (e:${quote(own.entry)} {seq: seq}) DELETE e`;
const TRIMMED = `MATCH ${STATE} SET l.trimmed = $trimmed`;

/** Removes the oldest entries, for as long as they are too old or too many, and answers how many. */
export const trimEntries = async (engine: Engine, keep: Keep, now: Date, call: Call): Promise<number> => {
  const oldest = now.getTime() - keep.ageMs;
  for (let removed = 0; ; ) {
    const { last, trimmed } = await readBounds(engine, call);
    const entries = await entriesFrom(engine, trimmed + 1, Math.min(CHUNK, last - trimmed), call);
    const kept = entries.findIndex(({ seq, at }) => at.getTime() >= oldest && seq > last - keep.entries);
    const through = trimmed + (kept === -1 ? entries.length : kept);
    if (through === trimmed) return removed;
    await removeThrough(engine, trimmed, through, call);
    removed += through - trimmed;
  }
};

const removeThrough = (engine: Engine, trimmed: number, through: number, call: Call): Promise<void> =>
  engine.transaction(
    'write',
    async (run) => {
      const id = leaseId(JOURNAL);
      const count = (value: number) => engine.codec.encodeCount(value);
      const statement = (text: string, params: object) =>
        run({ text, params: { id, ...params }, operation: 'journal.trim' });
      const { rows } = await statement(LOCK, { trimming: count(through) });
      if (Number(rows[0]?.[0] ?? 0) !== trimmed) return;
      const seqs = Array.from({ length: through - trimmed }, (_, index) => count(trimmed + 1 + index));
      await statement(REMOVE, { seqs });
      await statement(TRIMMED, { trimmed: count(through) });
    },
    call,
  );
