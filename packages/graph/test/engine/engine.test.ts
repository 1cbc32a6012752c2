import { newId } from '@graphkeep/contract';
import { createGuard, GraphkeepError } from '@graphkeep/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine, Plan } from '../../src/engine/engine.ts';
import { bareEngines, call } from '../bare-engines.ts';
import { statement } from './statement.ts';

const engines = await bareEngines();

const allOf = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const create = (name: string) =>
  statement('CREATE (n:`EngineCase` {`name`: $name}) RETURN n.`name` AS `name`', { name });
const names = statement('MATCH (n:`EngineCase`) RETURN n.`name` AS `name` ORDER BY n.`name`');
const wrong = statement('MATCH (n:`EngineCase`) RETURN nothing.`name` AS `name`');

describe.each(engines)('the engine $name', ({ open }) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = open();
    await engine.define(
      statement(
        'CREATE CONSTRAINT `engine_case_name` IF NOT EXISTS FOR (n:`EngineCase`) REQUIRE n.`name` IS UNIQUE',
      ),
      call(),
    );
  });
  afterAll(() => engine.close());
  beforeEach(() =>
    engine.transaction('write', (run) => run(statement('MATCH (n:`EngineCase`) DETACH DELETE n')), call()),
  );
  const write = (name: string) => engine.transaction('write', (run) => run(create(name)), call());
  const found = async () => (await engine.read(names, call())).rows.map(([name]) => name);

  it('answers a ping', () => expect(engine.ping(call())).resolves.toBeUndefined());

  it('reads by columns and rows', async () => {
    await write('a');
    expect(await engine.read(names, call())).toMatchObject({ columns: ['name'], rows: [['a']] });
  });

  it('counts what a statement changed', async () => {
    const counted = await engine.transaction(
      'write',
      async (run) => [
        (await run(statement('CREATE (n:`EngineCase` {`name`: 1})-[r:`TO`]->(m:`EngineCase` {`name`: 2})')))
          .counters,
        (await run(statement('MATCH (n:`EngineCase`)-[r:`TO`]->() DELETE r'))).counters,
        (await run(statement('MATCH (n:`EngineCase`) SET n.`mark` = 1'))).counters,
        (await run(statement('MATCH (n:`EngineCase`) DELETE n'))).counters,
      ],
      call(),
    );
    const none = {
      nodesCreated: 0,
      nodesDeleted: 0,
      relationshipsCreated: 0,
      relationshipsDeleted: 0,
      propertiesSet: 0,
    };
    expect(counted).toEqual([
      { ...none, nodesCreated: 2, relationshipsCreated: 1, propertiesSet: 2 },
      { ...none, relationshipsDeleted: 1 },
      { ...none, propertiesSet: 2 },
      { ...none, nodesDeleted: 2 },
    ]);
  });

  describe('a transaction', () => {
    it('sees its own writes, and keeps all of them', async () => {
      const seen = await engine.transaction(
        'write',
        async (run) => {
          await run(create('a'));
          await run(create('b'));
          return (await run(names)).rows;
        },
        call(),
      );
      expect(seen).toEqual([['a'], ['b']]);
      expect(await found()).toEqual(['a', 'b']);
    });

    it('keeps nothing when its work throws, and throws the same', async () => {
      const reason = new Error('no more');
      const work = engine.transaction(
        'write',
        async (run) => {
          await run(create('a'));
          throw reason;
        },
        call(),
      );
      await expect(work).rejects.toBe(reason);
      expect(await found()).toEqual([]);
    });

    it('keeps nothing when a statement failed, even where its work caught the error', async () => {
      const work = engine.transaction(
        'write',
        async (run) => {
          await run(create('a'));
          await run(wrong).catch(() => {});
        },
        call(),
      );
      await expect(work).rejects.toThrow();
      expect(await found()).toEqual([]);
    });

    it('names what must be unique', async () => {
      await write('a');
      await expect(write('a')).rejects.toMatchObject({
        code: 'already_exists',
        field: 'name',
        message: 'A EngineCase with this name exists already.',
      });
    });

    it('keeps a long text in a unique field, or refuses it by the name of the field', async () => {
      const long = write('x'.repeat(100_000));
      if (engine.kind === 'embedded') expect((await long).rows[0]?.[0]).toHaveLength(100_000);
      else await expect(long).rejects.toMatchObject({ code: 'invalid_input', field: 'name' });
    });

    it('ends at once where the signal aborts, and keeps nothing', async () => {
      const controller = new AbortController();
      const reason = new GraphkeepError('cancelled', 'The caller has gone.');
      const work = engine.transaction(
        'write',
        async (run) => {
          await run(create('a'));
          controller.abort(reason);
          await run(create('b'));
        },
        { signal: controller.signal },
      );
      await expect(work).rejects.toBe(reason);
      expect(await found()).toEqual([]);
    });
  });

  it('lets one of two writes give way that wait for each other, and keeps it when it runs again', async () => {
    await write('a');
    await write('b');
    const guard = createGuard('graph', { timeoutMs: 10_000 });
    const mark = (name: string) =>
      statement('MATCH (n:`EngineCase`) WHERE n.`name` = $name SET n.`mark` = $mark', {
        name,
        mark: newId('req'),
      });
    const met = Promise.withResolvers<void>();
    let begun = 0;
    const cross = (first: string, second: string) =>
      guard.run(
        (signal) =>
          engine.transaction(
            'write',
            async (run) => {
              await run(mark(first));
              if (++begun >= 2) met.resolve();
              await met.promise;
              return (await run(mark(second))).counters?.propertiesSet;
            },
            { signal },
          ),
        { idempotent: true },
      );
    expect(await Promise.all([cross('a', 'b'), cross('b', 'a')])).toEqual([1, 1]);
    expect(begun).toBeGreaterThan(2);
  });

  it.each(['read', 'transaction', 'stream'] as const)(
    'begins no %s for a caller who has gone',
    async (way) => {
      const reason = new GraphkeepError('cancelled', 'The caller has gone.');
      const gone = { signal: AbortSignal.abort(reason) };
      const ways = {
        read: () => engine.read(names, gone),
        transaction: () => engine.transaction('write', (run) => run(create('a')), gone),
        stream: async () => void (await allOf(engine.stream(names, gone))),
      };
      await expect(ways[way]()).rejects.toBe(reason);
      expect(await found()).toEqual([]);
    },
  );

  describe('a stream', () => {
    const numbers = (count: number) =>
      statement('UNWIND range(1, $count) AS n RETURN n AS `n`', { count: engine.codec.encodeCount(count) });

    it('gives every row once, in order, in chunks', async () => {
      const chunks = await allOf(engine.stream(numbers(2_500), call()));
      expect(chunks.map((chunk) => chunk.length)).toEqual([1_000, 1_000, 500]);
      expect(chunks.flat().map(([n]) => Number(n))).toEqual(Array.from({ length: 2_500 }, (_, at) => at + 1));
    });

    it('gives no chunk where there is no row', async () => {
      expect(await allOf(engine.stream(numbers(0), call()))).toEqual([]);
    });

    it('can be left early, again and again', async () => {
      for (let round = 0; round < 20; round++)
        for await (const chunk of engine.stream(numbers(5_000), call())) {
          expect(chunk.length).toBe(1_000);
          break;
        }
      expect(await found()).toEqual([]);
    });

    it('ends where the signal aborts in its middle', async () => {
      const controller = new AbortController();
      const reason = new GraphkeepError('cancelled', 'The caller has gone.');
      const taken: number[] = [];
      const take = async () => {
        for await (const chunk of engine.stream(numbers(50_000), { signal: controller.signal })) {
          taken.push(chunk.length);
          if (taken.length === 3) controller.abort(reason);
        }
      };
      await expect(take()).rejects.toBe(reason);
      expect(taken.length).toBeLessThan(10);
    });

    it('throws what its statement throws', async () => {
      await expect(allOf(engine.stream(wrong, call()))).rejects.toThrow();
    });
  });

  describe('a plan', () => {
    const byName = statement('MATCH (n:`EngineCase`) WHERE n.`name` = $name RETURN n.`name` AS `name`', {
      name: 'a',
    });
    const all = (plan: Plan): readonly Plan[] => [plan, ...plan.children.flatMap(all)];

    it('tells the operators, and runs nothing', async () => {
      const plan = await engine.plan(byName, 'explain', call());
      const operators = all(plan);
      expect(operators.length).toBeGreaterThan(1);
      expect(operators.every(({ operator, rows }) => /^\w+$/.test(operator) && rows === undefined)).toBe(
        true,
      );
    });

    it('tells the rows of each operator when profiled, and keeps nothing of what was written', async () => {
      await write('a');
      expect(all(await engine.plan(byName, 'profile', call())).some(({ rows }) => rows === 1)).toBe(true);
      const written = await engine.plan(create('b'), 'profile', call());
      expect(all(written).every(({ rows }) => rows !== undefined)).toBe(true);
      expect(await found()).toEqual(['a']);
    });
  });

  it('answers at its deadline', async () => {
    const began = performance.now();
    const slow = statement(
      'UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b) AS `sum`',
    );
    await expect(
      engine.read(slow, { signal: AbortSignal.timeout(100), timeoutMs: 100 }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/timeout|cancelled/) });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
