import { Deadline, runInContext } from '@graphkeep/core';
import { defineGraph, defineNode } from '@graphkeep/models';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engineOf } from '../src/engine-of.ts';
import type { GraphStore } from '../src/index.ts';
import { Histogram } from '../src/insight/histogram.ts';
import type { SlowStatement } from '../src/insight/insight.ts';
import { findingsOf } from '../src/insight/read-plan.ts';
import { scrubbed } from '../src/insight/scrub.ts';
import { fromFindings } from '../src/insight/suggestions.ts';
import { call, write } from './bare-engines.ts';
import { testEngines } from './engines.ts';

const Book = defineNode({
  label: 'Book',
  key: 'bookId',
  naturalKey: true,
  shared: true,
  schema: z.object({ bookId: z.string(), title: z.string(), year: z.int(), shelf: z.string().optional() }),
  indexes: [['year']],
  storedAs: { label: 'OLD_BOOK', fields: { title: 'old title' } },
});
const graph = defineGraph(Book);

describe.each(await testEngines())('insight on $name', (engine) => {
  let store: GraphStore<typeof graph>;
  const told: SlowStatement[] = [];
  beforeAll(async () => {
    store = await engine.open(graph, {
      insight: { slowMs: 0, onSlow: (slow) => void told.push(slow), manyRows: 20, repeats: 5 },
    });
    const rows = Array.from({ length: 30 }, (_, index) => ({
      id: `b${index}`,
      title: `t${index}`,
      year: 1_900 + index,
    }));
    await write(
      engineOf(store),
      'UNWIND $rows AS row CREATE (:OLD_BOOK {bookId: row.id, `old title`: row.title, year: row.year})',
      { rows },
    );
  });
  afterAll(() => store.close());
  const books = () => store.repo(Book);

  it('knows each statement by its text, whatever its values are', async () => {
    store.insight.clear();
    await books().find({ where: { title: 'secret-one' }, limit: 3 });
    await books().find({ where: { title: 'secret-two' }, limit: 3 });
    await books().find({ where: { year: { gte: 1_905 } }, limit: 3 });
    const all = store.insight.fingerprints();
    expect(all.map(({ count }) => count).sort()).toEqual([1, 2]);
    for (const one of all) {
      expect(one).toMatchObject({ operation: 'Book.list', errors: 0 });
      expect(one.p50).toBeGreaterThan(0);
      expect(one.p99).toBeLessThanOrEqual(one.maxMs);
    }
    expect(JSON.stringify(all)).not.toContain('secret');
  });

  it('tells slow statements with their plan and without their values', async () => {
    store.insight.clear();
    told.length = 0;
    await books().find({ where: { title: 'secret-three' } });
    const slow = () => told.find(({ operation, rows }) => operation === 'Book.list' && rows === 0);
    await eventually(() => expect(slow()?.plan?.operator).toBeTypeOf('string'));
    expect(JSON.stringify([told, store.insight.slow(), store.insight.suggestions()])).not.toContain('secret');
  });

  it('names the index that is missing, as the definition would have it', async () => {
    const [planned] = await store.insight.explain(() => books().find({ where: { title: 'x' } }));
    expect(planned?.suggestions).toMatchObject([
      {
        kind: 'missing index',
        label: 'Book',
        fields: ['title'],
        line: "indexes: [['title']]",
        text: "Book.list looks at every Book to choose by title: add indexes: [['title']] to Book.",
      },
    ]);
    const [indexed] = await store.insight.explain(() => books().find({ where: { bookId: 'b1' } }));
    expect(indexed?.suggestions).toEqual([]);
  });

  it('profiles with rows, and keeps nothing of what is written', async () => {
    const planned = await store.insight.profile(() => books().create({ bookId: 'new', title: 'n', year: 1 }));
    expect(planned.length).toBeGreaterThan(0);
    expect(planned[0]?.plan.rows).toBeTypeOf('number');
    await expect(books().get({ bookId: 'new' })).rejects.toMatchObject({ code: 'not_found' });
    const known = store.insight.fingerprints().find(({ id }) => id === planned[0]?.fingerprint);
    if (store.engine === 'neo4j') expect(known?.dbHits).toBeGreaterThan(0);
    else expect(known?.dbHits).toBeUndefined();
  });

  it('sees one statement run many times for one request, and a result that is too large', async () => {
    store.insight.clear();
    await runInContext({ requestId: 'req_1', deadline: Deadline.after(10_000) }, async () => {
      for (let year = 1_900; year < 1_906; year++) await books().find({ where: { year }, limit: 1 });
    });
    await books().find({ limit: 25 });
    const kinds = store.insight.suggestions().map(({ kind, text }) => [kind, text]);
    expect(kinds).toContainEqual([
      'n+1',
      'Book.list ran 6 times for one request: ask for all at once by getMany, `in`, or include.',
    ]);
    expect(kinds).toContainEqual([
      'oversized result',
      expect.stringMatching(/^Book.list answered 2[56] rows at once/),
    ]);
  });

  it('finds a cartesian product, and statements that read everything', async () => {
    const plan = async (text: string) =>
      fromFindings(
        graph,
        { id: 'f', operation: 'test' },
        findingsOf(
          await engineOf(store).plan({ text, params: {}, operation: 'test' }, 'explain', call()),
          store.engine,
        ),
      ).map(({ kind }) => kind);
    expect(await plan('MATCH (a:OLD_BOOK), (b:OLD_BOOK) RETURN a.bookId AS a, b.bookId AS b')).toContain(
      'cartesian product',
    );
    expect(await plan('MATCH (a:OLD_BOOK) RETURN a.bookId AS a ORDER BY a.shelf LIMIT 3')).toEqual([
      'label scan',
    ]);
    expect(await plan('MATCH (a:OLD_BOOK) RETURN a.bookId AS a LIMIT 3')).toEqual([]);
    expect(await plan("MATCH (a:OLD_BOOK) WHERE a.shelf CONTAINS 'x' RETURN a.bookId AS a")).toEqual([
      'missing index',
    ]);
  });
});

describe('a histogram', () => {
  it('answers percentiles within 5 %, in a size that does not grow', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 1_000; ms++) histogram.add(ms);
    for (const [share, ms] of [
      [0.5, 500],
      [0.95, 950],
      [0.99, 990],
    ] as const) {
      expect(histogram.percentile(share)).toBeGreaterThanOrEqual(ms);
      expect(histogram.percentile(share)).toBeLessThan(ms * 1.06);
    }
    expect(histogram.percentile(1)).toBe(1_000);
    expect(new Histogram().percentile(0.5)).toBe(0);
  });
});

describe('a plan that is kept', () => {
  it('holds no values', () => {
    const detail = 'n.name Eq "se\\"cret" And n.age Gt 42 Or n.x In ["a", 7, -1.5] [index: id]';
    expect(scrubbed({ operator: 'Filter', detail, children: [] }).detail).toBe(
      'n.name Eq … And n.age Gt … Or n.x In […, …, …] [index: id]',
    );
  });
});
