import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defineSuite, type Suite } from '../src/define-suite.ts';
import { atLeast } from '../src/goal.ts';
import { suites } from '../src/suites.ts';
import { command, fakeClock } from './support/fake.ts';

const clock = fakeClock();

const shop = defineSuite({
  name: 'shop',
  setup: () => ({ priceMs: 20 }),
  benches: [
    {
      id: 'shop.buy',
      ours: { make: ({ priceMs }) => clock.work(priceMs) },
      against: { market: { make: () => clock.work(10), goal: atLeast(0.9), promisesLess: 'no receipt' } },
    },
    { id: 'shop.look', unit: 'ms', measure: () => 12 },
  ],
});

const away: Suite = defineSuite({
  name: 'away',
  setup: () => {
    throw new Error('Redis cannot be had here:\n  docker is not running');
  },
  benches: [{ id: 'away.get', unit: 'ms', measure: () => 1 }],
});

const file = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'results.json');
};

test('a table with the machine; a missed goal is reported and is no error', async () => {
  const { code, out, err } = await command(['shop'], [shop, away], { clock });
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    expect.stringMatching(/cores · .* GiB, .* · Node v\d+.* · \d{4}-\d\d-\d\d/),
    '5 rounds of at least 500 ms for each subject, in turn',
    '',
    'id         subject    median  unit     min–max  against  ratio  min–max  goal   met  promises less',
    'shop.buy   graphkeep      50  calls/s  50–50    market     0.5  0.5–0.5  ≥ 0.9  NO',
    'shop.buy   market        100  calls/s  100–100                                       no receipt',
    'shop.look  graphkeep      12  ms       12–12',
    '',
    '0 goals met, 1 missed, 0 errors',
  ]);
  expect(err).toBe('… shop: set-up\n… shop.buy\n… shop.look');
});

test('--json writes these fields and nothing else', async () => {
  const json = await file();
  await command(['shop', '--quick', '--json', json], [shop], { clock });
  const common = { id: 'shop.buy', unit: 'calls/s' };
  expect(JSON.parse(await readFile(json, 'utf8'))).toEqual([
    {
      ...{ ...common, subject: 'graphkeep', against: 'market', value: 50, ratio: 0.5 },
      ...{ spread: { min: 50, max: 50 }, goal: '≥ 0.9', met: false },
    },
    {
      ...{ ...common, subject: 'market', against: null, value: 100, ratio: null },
      ...{ spread: { min: 100, max: 100 }, goal: null, met: null },
    },
    {
      ...{ id: 'shop.look', subject: 'graphkeep', against: null, value: 12, unit: 'ms', ratio: null },
      ...{ spread: { min: 12, max: 12 }, goal: null, met: null },
    },
  ]);
});

test('--filter runs the benches with the text in their id, and opens no other suite', async () => {
  const { code, out, err } = await command(['shop', 'away', '--filter', 'look'], [shop, away], { clock });
  expect(code).toBe(0);
  expect(out).toContain('shop.look');
  expect(out).not.toContain('shop.buy');
  expect(err).not.toContain('away');
});

test('a suite whose store cannot be had is left out in one line, and is an error', async () => {
  const json = await file();
  const { code, out, err } = await command(['away', 'shop', '--json', json], [away, shop], { clock });
  expect(code).toBe(1);
  expect(err).toContain('The suite away is left out: Redis cannot be had here: docker is not running');
  expect(out).toContain('0 goals met, 1 missed, 1 errors');
  expect(JSON.parse(await readFile(json, 'utf8')).length).toBe(3);
});

test('an interruption ends the run as an error, and closes what is open', async () => {
  const interruption = new AbortController();
  let closed = false;
  const long = defineSuite({
    name: 'long',
    setup: ({ stack }) => {
      stack.defer(() => {
        closed = true;
      });
      return {};
    },
    benches: ['long.a', 'long.b'].map((id) => ({
      id,
      unit: 'ms',
      measure: () => {
        interruption.abort(new Error('interrupted'));
        return new Promise<number>(() => {});
      },
    })),
  });
  const { code, err } = await command(['long'], [long], { signal: interruption.signal });
  expect(code).toBe(1);
  expect(err).toBe('… long: set-up\n… long.a\nlong.a failed: interrupted');
  expect(closed).toBe(true);
});

test.each([
  { argv: [], says: 'Name at least one suite. There are: shop, away.' },
  { argv: ['shop', 'graf'], says: 'There is no suite "graf". There are: shop, away.' },
  { argv: ['shop', '--fast'], says: "Unknown option '--fast'" },
  { argv: ['shop', '--json', '/no/such/folder/results.json'], says: '/no/such/folder/results.json' },
  {
    argv: ['shop', '--filter', 'sell'],
    says: 'No bench has "sell" in its id. There are: shop.buy, shop.look.',
  },
])('$argv is refused before anything runs', async ({ argv, says }) => {
  const { code, out, err } = await command(argv, [shop, away], { clock });
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(says);
  expect(err).toContain('Usage: npm run bench -- SUITE… [--quick] [--json FILE] [--filter TEXT]');
});

test('every registered suite has its name, and every bench an id of its own', async () => {
  const ids: string[] = [];
  for (const [name, load] of Object.entries(suites)) {
    const suite = await load();
    expect(suite.name).toBe(name);
    ids.push(...suite.ids);
  }
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});
