import { defineGraph } from '@graphkeep/models';
import { eventually } from '@graphkeep/test/eventually';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Engine, Statement } from '../src/engine/engine.ts';
import type { Ground } from '../src/ground.ts';
import type { JournalEntry } from '../src/journal/entry.ts';
import { openJournal } from '../src/journal/journal.ts';
import { type Change, recordChanges, runAndRecord } from '../src/journal/record.ts';
import { openSchema } from '../src/schema/schema.ts';
import { bareEngines, call, read, write } from './bare-engines.ts';

const engines = await bareEngines();
/** The goal is 100 ms on a quiet machine; the tests share theirs with others. */
const LAG_MS = 3_000;

describe.each(engines)('the journal on $name', ({ name, open }) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const [writers, each] = name === 'embedded' ? [32, 20] : [32, 5];

  const connect = async () => {
    const engine = open();
    closing.push(() => engine.close());
    await write(engine, 'MATCH (n) DETACH DELETE n');
    await openSchema(engine, defineGraph()).apply();
    return engine;
  };
  const journalOn = (engine: Engine, options = {}, now = () => new Date()) => {
    const journal = openJournal(engine, now, { leaseMs: 1_500, ...options });
    closing.push(() => journal.close());
    return journal;
  };
  const ground = (engine: Engine, recorded = () => {}): Ground => {
    const { kind, codec } = engine;
    return { engine: kind, codec, now: () => new Date(), recorded } as Ground;
  };
  const change = (key: string): Change => ({ label: 'Thing', key, kind: 'created' });
  const commit = (engine: Engine, changes: readonly Change[], recorded?: () => void) =>
    engine.transaction('write', (run) => recordChanges(run, ground(engine, recorded), changes), call());
  const allOf = async (journal: ReturnType<typeof openJournal>): Promise<readonly JournalEntry[]> => {
    const entries: JournalEntry[] = [];
    for (;;) {
      const page = await journal.read({ after: entries.length, limit: 1_000 });
      if (page.kind === 'reload') throw new Error('The journal was trimmed.');
      if (page.entries.length === 0) return entries;
      entries.push(...page.entries);
    }
  };
  const keysOf = (entries: readonly JournalEntry[]) =>
    entries.flatMap(({ changes }) => changes.map(({ key }) => key));

  it('numbers what was committed without a gap, and nothing that was rolled back', async () => {
    const engine = await connect();
    const journal = journalOn(engine);
    await commit(
      engine,
      [{ ...change('a'), kind: 'updated', owner: 'me', fields: ['name'] }],
      journal.recorded,
    );
    await expect(
      engine.transaction(
        'write',
        async (run) => {
          await recordChanges(run, ground(engine), [change('lost')]);
          throw new Error('changed my mind');
        },
        call(),
      ),
    ).rejects.toThrow('changed my mind');
    await commit(engine, [change('b'), change('c')], journal.recorded);
    await eventually(async () => expect(await journal.status()).toMatchObject({ last: 2, pending: 0 }));
    const entries = await allOf(journal);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(entries.map(({ changes }) => changes)).toEqual([
      [{ label: 'Thing', key: 'a', kind: 'updated', owner: 'me', fields: ['name'] }],
      [change('b'), change('c')],
    ]);
    expect(entries[0]?.at).toBeInstanceOf(Date);
  });

  it('is told within the statement of the change, once for all its rows', async () => {
    const engine = await connect();
    const journal = journalOn(engine);
    const statement = (keys: readonly string[]) => ({
      text: 'UNWIND $keys AS key CREATE (n:Thing {id: key})',
      params: { keys },
      operation: 'test',
    });
    const made = async (keys: readonly string[]) =>
      engine.transaction(
        'write',
        (run) => runAndRecord(run, ground(engine, journal.recorded), statement(keys), keys.map(change)),
        call(),
      );
    const many = Array.from({ length: 501 }, (_, index) => `m${index}`);
    await made(['a', 'b']);
    await made(many);
    await eventually(async () => expect(await journal.status()).toMatchObject({ last: 3, pending: 0 }));
    const entries = await allOf(journal);
    expect(keysOf(entries)).toEqual(['a', 'b', ...many]);
    expect((await read(engine, 'MATCH (n:Thing) RETURN n.id AS id')).flat().sort()).toEqual(
      ['a', 'b', ...many].sort(),
    );
  });

  it('holds many changes of one operation in entries of a bounded size', async () => {
    const engine = await connect();
    const journal = journalOn(engine);
    const keys = Array.from({ length: 1_203 }, (_, index) => `k${index}`);
    await commit(engine, keys.map(change), journal.recorded);
    await eventually(async () => expect(await journal.status()).toMatchObject({ last: 3, pending: 0 }));
    expect(keysOf(await allOf(journal))).toEqual(keys);
  });

  it('is complete and in order under many writers, and soon', async () => {
    const engine = await connect();
    // A store gives its journal connections of its own, too.
    const apart = name === 'neo4j' ? open() : engine;
    if (apart !== engine) closing.push(() => apart.close());
    const journal = journalOn(apart);
    const ended = new AbortController();
    const committed = new Map<string, number>();
    const lags: number[] = [];
    const seen: string[] = [];
    const reading = (async () => {
      for await (const page of journal.follow({ from: 0, signal: ended.signal, limit: 1_000 })) {
        if (page.kind === 'reload') throw new Error('Nothing was trimmed.');
        for (const key of keysOf(page.entries)) {
          lags.push(performance.now() - (committed.get(key) ?? performance.now()));
          seen.push(key);
        }
        if (seen.length === writers * each) ended.abort();
      }
    })();
    const writer = async (index: number) => {
      for (let count = 0; count < each; count++) {
        const key = `${index}:${String(count).padStart(3, '0')}`;
        await commit(engine, [change(key)], journal.recorded);
        committed.set(key, performance.now());
      }
    };
    await Promise.all(Array.from({ length: writers }, (_, index) => writer(index)));
    await reading;
    expect(new Set(seen).size).toBe(writers * each);
    expect(seen).toHaveLength(writers * each);
    for (let index = 0; index < writers; index++) {
      const own = seen.filter((key) => key.startsWith(`${index}:`));
      expect(own).toEqual([...own].sort());
    }
    expect((await allOf(journal)).map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
    lags.sort((one, other) => one - other);
    expect(lags[Math.floor(lags.length * 0.95)]).toBeLessThan(LAG_MS);
  });

  it('skips nothing that was stamped early and committed late', async () => {
    const engine = await connect();
    const journal = journalOn(engine);
    let finish = () => {};
    const open = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const late = engine.transaction(
      'write',
      async (run) => {
        await recordChanges(run, ground(engine), [change('early')]);
        await open;
      },
      call(),
    );
    await commit(engine, [change('first')], journal.recorded);
    await eventually(async () => expect((await journal.status()).last).toBe(1));
    finish();
    await late;
    await eventually(async () => expect((await journal.status()).last).toBe(2));
    expect(keysOf(await allOf(journal))).toEqual(['first', 'early']);
  });

  it('is numbered once though a relay freezes in the middle and another takes over', async () => {
    const engine = await connect();
    let frozen = () => {};
    let thaw = () => {};
    const isFrozen = new Promise<void>((resolve) => {
      frozen = resolve;
    });
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    // Freezes before its transaction has locked anything, as a process may that is stopped.
    let calls = 0;
    const freezing: Engine = {
      ...engine,
      transaction: async (access, work, bounds) =>
        engine.transaction(
          access,
          async (run) =>
            work(async (statement: Statement) => {
              if (statement.operation === 'lease.renew' && ++calls === 2) {
                frozen();
                await thawed;
              }
              return run(statement);
            }),
          { ...bounds, signal: AbortSignal.timeout(20_000) },
        ),
    };
    const first = openJournal(freezing, () => new Date(), { leaseMs: 200 });
    closing.push(() => first.close());
    closing.push(async () => thaw());
    await commit(engine, [change('a')], first.recorded);
    await eventually(async () => expect((await first.status()).last).toBe(1));
    await commit(engine, [change('b')], first.recorded);
    await isFrozen;
    const second = journalOn(engine, { leaseMs: 200 });
    await commit(engine, [change('c')], second.recorded);
    await eventually(async () => expect((await second.status()).last).toBe(3));
    thaw();
    await commit(engine, [change('d')], second.recorded);
    await eventually(async () => expect((await second.status()).last).toBe(4));
    expect(keysOf(await allOf(second))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('hands over at once when its relay is closed', async () => {
    const engine = await connect();
    const first = openJournal(engine, () => new Date(), { leaseMs: 60_000 });
    await commit(engine, [change('a')], first.recorded);
    await eventually(async () => expect((await first.status()).last).toBe(1));
    await first.close();
    const second = journalOn(engine);
    await commit(engine, [change('b')], second.recorded);
    await vi.waitFor(async () => expect((await second.status()).last).toBe(2), 1_000);
  });

  it('is trimmed by count and by age, and tells a reader whose place is gone to reload', async () => {
    const engine = await connect();
    let time = Date.UTC(2026, 0, 1);
    const journal = journalOn(engine, {}, () => new Date(time));
    const at = (key: string) =>
      engine.transaction(
        'write',
        (run) =>
          recordChanges(run, { ...ground(engine, journal.recorded), now: () => new Date(time) }, [
            change(key),
          ]),
        call(),
      );
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      await at(key);
      time += 60_000;
    }
    await eventually(async () => expect((await journal.status()).last).toBe(5));
    expect(await journal.trim({ entries: 4 })).toBe(1);
    expect(await journal.trim({ ageMs: 3 * 60_000 })).toBe(1);
    expect(await journal.trim({ entries: 4, ageMs: 3 * 60_000 })).toBe(0);
    expect(await journal.read({ after: 0 })).toEqual({ kind: 'reload', cursor: 5 });
    expect(await journal.read({ after: 1 })).toEqual({ kind: 'reload', cursor: 5 });
    const page = await journal.read({ after: 2, limit: 2 });
    expect(page).toMatchObject({ kind: 'entries', cursor: 4, entries: [{ seq: 3 }, { seq: 4 }] });
    expect(await journal.read({ after: 5 })).toEqual({ kind: 'entries', entries: [], cursor: 5 });
    expect(await journal.read({ after: 900 })).toEqual({ kind: 'reload', cursor: 5 });
    await expect(journal.read({ after: -1 })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'after',
    });
  });

  it('lets a follower who was away catch up, and go on', async () => {
    const engine = await connect();
    const journal = journalOn(engine);
    for (const key of ['a', 'b', 'c']) await commit(engine, [change(key)], journal.recorded);
    await eventually(async () => expect((await journal.status()).last).toBe(3));
    const ended = new AbortController();
    const seen: string[] = [];
    for await (const page of journal.follow({ from: 1, signal: ended.signal, limit: 1 })) {
      if (page.kind === 'entries') seen.push(...keysOf(page.entries));
      if (seen.length === 2) await commit(engine, [change('d')], journal.recorded);
      if (seen.length === 3) ended.abort();
    }
    expect(seen).toEqual(['b', 'c', 'd']);
  });
});
