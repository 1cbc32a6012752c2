import type { Record as DriverRecord } from 'neo4j-driver';
import { aborted, whenAborted } from '../aborted.ts';
import type { Call, Row, Statement } from '../engine.ts';
import { rowOf } from './result.ts';
import { configOf, type Ground, meaningOf, openSession } from './session.ts';

/** The driver asks for the next so many when most of the last were taken: memory stays flat, however many there are. */
const CHUNK = 1_000;

/**
 * The session is not closed by the signal: the reset that a close sends may overtake the driver's next request for
 * rows, which then fails whoever has the connection by then. The rows are discarded instead, while their reader is
 * told at once; a statement that is stuck ends by its time-out.
 */
export async function* streamRows(
  ground: Ground,
  statement: Statement,
  call: Call,
): AsyncGenerator<readonly Row[]> {
  const { text, params, operation } = statement;
  const { signal } = call;
  if (signal.aborted) throw aborted(signal);
  const { session, close } = openSession(ground, 'read', operation, call.principal, { fetchSize: CHUNK });
  const rows = new Chunks(session.run(text, params, configOf(operation, call))[Symbol.asyncIterator]());
  const gone = whenAborted(signal);
  try {
    for (;;) {
      const chunk = await Promise.race([rows.next(), gone.promise]);
      if (chunk.length > 0) yield chunk;
      if (signal.aborted) throw aborted(signal);
      if (chunk.length < CHUNK) return;
    }
  } catch (error) {
    throw meaningOf(ground, error, call, statement);
  } finally {
    gone.forget();
    const ended = rows.discard().then(close);
    if (!signal.aborted) await ended;
  }
}

class Chunks {
  readonly #records: AsyncIterator<DriverRecord, unknown>;
  #ended = false;

  constructor(records: AsyncIterator<DriverRecord, unknown>) {
    this.#records = records;
  }

  async next(): Promise<readonly Row[]> {
    const chunk: Row[] = [];
    try {
      while (chunk.length < CHUNK && !this.#ended) {
        const { done, value } = await this.#records.next();
        if (done === true) this.#ended = true;
        else chunk.push(rowOf(value));
      }
      return chunk;
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }

  /** Of records that ended or failed the driver would wait for an end that does not come. */
  async discard(): Promise<void> {
    if (!this.#ended) await this.#records.return?.().catch(() => {});
  }
}
