import type { Call, Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { type Lease, leaseId } from '../lease.ts';
import { quote } from '../statements/cypher.ts';
import { nextStamp } from './stamp.ts';

export const JOURNAL = 'journal';
/** How many entries one transaction numbers. */
export const BATCH = 500;

const PENDING = quote(own.pending);
const PLACES = `MATCH (p:${PENDING}) WHERE p.stamp < $before RETURN p.id AS id ORDER BY p.stamp, p.place, p.id LIMIT ${BATCH}`;
const NUMBER = [
  `UNWIND $rows AS row MATCH (p:${PENDING} {id: row.id})`,
  `REMOVE p:${PENDING} SET p:${quote(own.entry)}, p.seq = row.seq`,
  'RETURN count(p) AS numbered',
].join(' ');
const LAST = `MATCH (l:${quote(own.state)} {id: $id}) SET l.last = $last`;

/** What a renewal tells the relay: the last number given, and the time by the clock of the stamps. */
export const returningFor = (engine: Engine['kind']): string =>
  engine === 'neo4j'
    ? 'l.last AS last, datetime.realtime().epochSeconds * 1000000 + datetime.realtime().microsecond AS now'
    : 'l.last AS last';

/** The lease was lost: another relay numbers now. */
export class LeaseLost extends Error {}

/**
 * Numbers entries that were committed, in the order of their stamps, and answers how many. Only those stamped before
 * the look began are taken: whatever an entry had to wait for was committed before its stamp, so it is seen too, while
 * a scan that has begun may miss what is committed behind it.
 */
export const numberEntries = (
  engine: Engine,
  lease: Lease,
  call: Call,
): Promise<{ count: number; last: number }> =>
  engine.transaction(
    'write',
    async (run) => {
      const held = await lease.renew(run);
      if (!held) throw new LeaseLost('Another relay has taken over the journal.');
      const [lastFound, now] = held;
      const before = engine.kind === 'neo4j' ? now : nextStamp();
      const { rows } = await run({ text: PLACES, params: { before }, operation: 'journal.pending' });
      const from = Number(lastFound ?? 0);
      if (rows.length === 0) return { count: 0, last: from };
      const last = from + rows.length;
      const { rows: numbered } = await run({
        text: NUMBER,
        params: {
          rows: rows.map(([id], index) => ({ id, seq: engine.codec.encodeCount(from + index + 1) })),
        },
        operation: 'journal.number',
      });
      if (Number(numbered[0]?.[0]) !== rows.length)
        throw new Error('An entry of the journal was gone before it had a number.');
      await run({
        text: LAST,
        params: { id: leaseId(JOURNAL), last: engine.codec.encodeCount(last) },
        operation: 'journal.last',
      });
      return { count: rows.length, last };
    },
    call,
  );

const WAITING = `MATCH (p:${PENDING}) RETURN p.id AS id LIMIT 1`;

/** A look that locks nothing. */
export const hasPending = async (engine: Engine, call: Call): Promise<boolean> =>
  (await engine.read({ text: WAITING, params: {}, operation: 'journal.waiting' }, call)).rows.length > 0;
