import { isGraphkeepError } from '@graphkeep/core';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call } from '../src/caller.ts';
import { createApiContext } from '../src/create-context.ts';
import { appRouter, createRest, domains, type ProductGraph } from '../src/index.ts';
import { procedures } from './support/procedures.ts';
import { sample } from './support/sample.ts';

const RUNS = 4;
const SEED = 20_260_101;
/** A filter can name all that the graph joins: deep enough to be wrong in each way, and no deeper. */
const OPTIONAL_DEPTH = 3;
const TIMEOUT_MS = 5_000;

let platform: TestPlatform<ProductGraph>;
beforeAll(async () => {
  platform = await openTestPlatform(domains);
  // The first use of an embedded SQL store unpacks it, which on a busy machine takes longer than a call may.
  const operator = createApiContext(platform, { id: 'fuzz', scopes: ['*'] }, { timeoutMs: 60_000 });
  await call(appRouter, 'infra.migrate', {}, operator, new AbortController().signal);
}, 60_000);
afterAll(() => platform.close());

/** What nobody should send. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[undefined, null, '', ' ', 0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e308, true],
    ...[
      '\u0000',
      '\ud800',
      '`',
      '"\'\\',
      '$x',
      '{}',
      '%',
      'x'.repeat(10_000),
      '__proto__',
      '2026-02-30T00:00:00Z',
    ],
    ...[[], {}, [[]], [null], new Date(Number.NaN), new Date(8.64e15), 10n, new Map(), new Set([1]), /x/],
    ...[
      JSON.parse('{"__proto__":{"a":1}}'),
      { constructor: 1 },
      { toString: null },
      { length: 3 },
      { $link: {} },
    ],
  ),
  fc.anything({ maxDepth: 2, maxKeys: 4, withBigInt: true, withDate: true }),
  fc.integer({ min: 2, max: 60 }).map((depth) => nested(depth)),
);
const nested = (depth: number): unknown => (depth === 0 ? {} : { NOT: nested(depth - 1), where: {} });

/** A value like the given one, of which one place holds junk. */
const spoiled = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null || value instanceof Date) return junk;
  const inner = Object.entries(value).map(([name, part]) =>
    spoiled(part).map((bad) => (Array.isArray(value) ? [bad] : { ...value, [name]: bad })),
  );
  const more = junk.map((bad) => ({ ...value, nobodyKnows: bad }));
  return fc.oneof(junk, more, ...inner);
};

const attempt = async (path: string, input: unknown): Promise<unknown> => {
  const gone = AbortSignal.timeout(TIMEOUT_MS);
  const context = createApiContext(
    platform,
    { id: 'fuzz', scopes: ['*'] },
    { signal: gone, timeoutMs: TIMEOUT_MS },
  );
  try {
    await call(appRouter, path, input, context, gone);
    return undefined;
  } catch (error) {
    return error;
  }
};

it.each(procedures)('$path answers, or says what is wrong, whatever is sent', async ({ path, input }) => {
  const samples = input
    ? [false, true].map((all) =>
        sample(input, {
          idOf: () => undefined,
          optional: (_, __, depth) => all && depth < OPTIONAL_DEPTH,
          text: 'text',
        }),
      )
    : [undefined];
  await fc.assert(
    fc.asyncProperty(fc.oneof(...samples.map(spoiled)), async (given) => {
      const error = await attempt(path, given);
      if (error === undefined) return;
      if (!isGraphkeepError(error)) throw error;
      // Some stores cannot do all; whoever asks for it is told so.
      if (error.status >= 500 && error.code !== 'unsupported') throw error.cause ?? error;
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

it('answers whatever comes by REST', async () => {
  const rest = createRest(appRouter);
  const segment = fc.oneof(
    fc.constantFrom('story', 'players', 'query', 'system', '%', '..', '{playerId}'),
    fc.string(),
  );
  const principal = { id: 'fuzz', scopes: ['*'] };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'BREW'),
      fc.array(segment, { maxLength: 5 }),
      fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
      junk,
      async (method, segments, query, body) => {
        const path = `/${segments.join('/')}`;
        const { status } = await rest.handle(
          { method, path, query, body },
          createApiContext(platform, principal),
        );
        expect(status).toBeLessThan(500);
      },
    ),
    { numRuns: 300, seed: SEED },
  );
});
