import { testRedis } from '@graphkeep/services';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Helpers, openHelpers } from '../../src/helpers/open-helpers.ts';
import { connected, ownName } from './suite.ts';

const redis = await testRedis();

const value = fc.oneof(fc.string({ maxLength: 4 }), fc.integer({ min: -3, max: 3 }), fc.constant(null));
const score = fc.integer({ min: -3, max: 3 });
const field = fc.constantFrom('a', 'b', '__proto__', '');
const position = fc.integer({ min: -4, max: 4 });
type Step = (helpers: Helpers, name: string) => Promise<unknown>;
type Value = string | number | null;

/** Sets have no order of their own. */
const sorted = (items: Iterable<unknown>): readonly string[] =>
  [...items].map((item) => JSON.stringify(item)).sort();

const steps: readonly fc.Arbitrary<Step>[] = [
  score.map((by) => (on, name) => on.counter(name).add(by)),
  fc.constant((on, name) => on.counter(name).value()),
  fc.tuple(field, value).map(
    ([key, given]) =>
      (on, name) =>
        on.hash<Value>(name).set(key, given),
  ),
  fc.tuple(field, score).map(
    ([key, by]) =>
      (on, name) =>
        on.hash<Value>(`${name}n`).add(key, by),
  ),
  field.map((key) => (on, name) => on.hash<Value>(name).remove(key)),
  field.map((key) => (on, name) => on.hash<Value>(name).getMany([key, 'none', key])),
  fc.constant(async (on, name) => sorted(await on.hash<Value>(name).all())),
  fc
    .array(value, { maxLength: 3 })
    .map((values) => (on, name) => on.list<Value>(name, { maxLength: 5 }).push(...values)),
  fc
    .array(value, { maxLength: 3 })
    .map((values) => (on, name) => on.list<Value>(name, { maxLength: 5 }).unshift(...values)),
  fc.constant((on, name) => on.list<Value>(name).pop()),
  fc.constant((on, name) => on.list<Value>(name).shift()),
  fc.tuple(position, position).map(
    ([from, to]) =>
      (on, name) =>
        on.list<Value>(name).range(from, to),
  ),
  fc.array(value, { maxLength: 3 }).map((values) => (on, name) => on.set<Value>(name).add(...values)),
  fc.array(value, { maxLength: 3 }).map((values) => (on, name) => on.set<Value>(name).remove(...values)),
  fc.constant(async (on, name) => sorted(await on.set<Value>(name).all())),
  fc.tuple(value, score).map(
    ([member, by]) =>
      (on, name) =>
        on.sortedSet<Value>(name).add(member, by),
  ),
  fc.tuple(value, score).map(
    ([member, at]) =>
      (on, name) =>
        on.sortedSet<Value>(name).set(member, at),
  ),
  fc.tuple(value, fc.boolean()).map(
    ([member, descending]) =>
      (on, name) =>
        on.sortedSet<Value>(name).rank(member, { descending }),
  ),
  fc
    .record({ min: score, max: score, descending: fc.boolean(), offset: fc.nat(3), limit: fc.nat(4) })
    .map((page) => (on, name) => on.sortedSet<Value>(name).page(page)),
  fc.tuple(score, score).map(
    ([min, max]) =>
      (on, name) =>
        on.sortedSet<Value>(name).removeRange(min, max),
  ),
  value.map((given) => async (on, name) => void (await on.stream<Value>(name).append(given))),
  fc
    .record({ newestFirst: fc.boolean(), limit: fc.integer({ min: 1, max: 4 }) })
    .map((page) => async (on, name) => (await on.stream<Value>(name).page(page)).map((item) => item.value)),
  fc.nat(4).map((length) => (on, name) => on.stream<Value>(name).trim(length)),
  fc.constantFrom('a', 'b').map((consumer) => async (on, name) => {
    const group = on.stream<Value>(name).group('g', consumer);
    const items = await group.read({ limit: 2 });
    return items.map((item) => item.value);
  }),
  fc.constantFrom('a', 'b').map((consumer) => async (on, name) => {
    const group = on.stream<Value>(name).group('g', consumer);
    const items = await group.claim({ idleMs: 0, limit: 2 });
    if (consumer === 'b') await group.done(...items.map((item) => item.id));
    return [items.map((item) => [item.value, item.deliveries]), await group.pending()];
  }),
];

describe.skipIf(!redis)('helpers', () => {
  it('do in the process just what they do on Redis, whatever they are told', async () => {
    const connection = await connected(redis?.url ?? '');
    const shared = openHelpers(connection, { prefix: redis?.prefix ?? '' });
    const own = openHelpers(undefined, { prefix: 'p:' });
    afterAll(async () => {
      shared.close();
      await connection.close();
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...steps), { minLength: 5, maxLength: 40 }), async (run) => {
        const name = ownName();
        const outcomes = async (on: Helpers) => {
          const answers: unknown[] = [];
          for (const step of run) {
            answers.push(await step(on, name).catch((error: { code: string }) => error.code));
          }
          return answers;
        };
        expect(await outcomes(own)).toEqual(await outcomes(shared));
      }),
      { numRuns: 60 },
    );
  });
});
