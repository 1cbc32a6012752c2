import { randomUUID } from 'node:crypto';
import type { Call, Engine, Row, Run } from './engine/engine.ts';
import { own } from './labels.ts';
import { quote } from './statements/cypher.ts';

/**
 * The right to do a thing alone, kept as a node of the graph. It ends by itself when its holder does not renew it, and
 * each holder has a greater fence than the one before: who was frozen and lost it finds out within his own transaction.
 */
export interface Lease {
  readonly fence: number;
  /** Renews the lease within a transaction. Answers nothing where it is another's: nothing may be kept then. */
  renew(run: Run): Promise<Row | undefined>;
  /** Lets the next one have it at once. */
  release(call: Call): Promise<void>;
}

interface LeaseOptions {
  readonly name: string;
  readonly ttlMs: number;
  /** What `renew` answers of the node, as the items of a RETURN. */
  readonly returning?: string;
}

export const acquireLease = async (
  engine: Engine,
  { name, ttlMs, returning = 'l.`fence` AS `fence`' }: LeaseOptions,
  call: Call,
): Promise<Lease | undefined> => {
  const holder = randomUUID();
  const count = (value: number) => engine.codec.encodeCount(value);
  const params = () => ({ id: leaseId(name), holder, ttl: count(ttlMs), ...clock(engine).params });
  const { rows } = await engine.transaction(
    'write',
    (run) =>
      run({
        text: acquireText(engine),
        params: { ...params(), zero: count(0), one: count(1) },
        operation: 'lease.acquire',
      }),
    call,
  );
  if (!rows[0]) return undefined;
  const fence = Number(rows[0][0]);
  const held = () => ({ ...params(), fence: count(fence) });
  return {
    fence,
    renew: async (run) =>
      (await run({ text: renewText(engine, returning), params: held(), operation: 'lease.renew' })).rows[0],
    release: (end) =>
      engine.transaction(
        'write',
        async (run) => {
          await run({
            text: RELEASE,
            params: { id: leaseId(name), fence: count(fence), zero: count(0) },
            operation: 'lease.release',
          });
        },
        end,
      ),
  };
};

/** The `id` of a lease's node. */
export const leaseId = (name: string): string => `lease:${name}`;

/** Milliseconds by the one clock that all holders share: that of the server, or of the only process. */
const clock = ({ kind }: Engine) =>
  kind === 'neo4j' ? { text: 'timestamp()', params: {} } : { text: '$now', params: { now: Date.now() } };

const STATE = `(l:${quote(own.state)} {id: $id})`;
/** Takes the lock of the node, so that what is read after it is what was committed last. */
const LOCK = 'SET l.asked = $holder WITH l';

const acquireText = (engine: Engine): string =>
  [
    `MERGE ${STATE} ON CREATE SET l.fence = $zero, l.until = $zero ${LOCK}`,
    `WHERE l.until < ${clock(engine).text}`,
    `SET l.holder = $holder, l.fence = l.fence + $one, l.until = ${clock(engine).text} + $ttl`,
    'RETURN l.fence AS `fence`',
  ].join(' ');

const renewText = (engine: Engine, returning: string): string =>
  `MATCH ${STATE} ${LOCK} WHERE l.fence = $fence SET l.until = ${clock(engine).text} + $ttl RETURN ${returning}`;

const RELEASE = `MATCH ${STATE} WHERE l.fence = $fence SET l.until = $zero`;
