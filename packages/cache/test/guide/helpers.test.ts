import { cached, cacheType, connectRedis, defineCacheTypes, openCache, openHelpers } from '@graphkeep/cache';
import { secretOf } from '@graphkeep/core';
import { testRedis } from '@graphkeep/services';
import { afterAll, describe, expect, it } from 'vitest';

const redis = await testRedis();

describe.skipIf(!redis)('on Redis', () => {
  it('counts for all processes', async () => {
    const { url = '', prefix = '' } = redis ?? {};
    //#region open
    const connection = connectRedis({
      url: secretOf(url), // redis://, redis+sentinel:// or redis+cluster://, with rediss for TLS
      connectMs: 2_000,
      commandMs: 1_000,
      guard: { timeoutMs: 5_000 },
    });
    const helpers = openHelpers(connection, { prefix }); // like 'library:production:'
    //#endregion
    await expect.poll(() => helpers.counter('visits').add(), { timeout: 10_000 }).toBe(1);
    expect(await openHelpers(connection, { prefix }).counter('visits').value()).toBe(1);
    helpers.close();
    await connection.close();
  });
});

//#region open-alone
const helpers = openHelpers(undefined, { prefix: 'library:development:' });
//#endregion
afterAll(() => helpers.close());

it('keeps sessions', async () => {
  //#region sessions
  const sessions = helpers.sessions<{ cart: string[] }>('readers', { ttlMs: 30 * 60_000 });
  const { id } = await sessions.create('rea_ada', { cart: [] });
  await sessions.update(id, ({ cart }) => ({ cart: [...cart, '978-0441478125'] }));
  const session = await sessions.get(id); // undefined where it is over
  const all = await sessions.ofUser('rea_ada');
  await sessions.removeOfUser('rea_ada'); // 1: signed out everywhere
  //#endregion
  expect(session).toMatchObject({ id, user: 'rea_ada', data: { cart: ['978-0441478125'] } });
  expect(all).toEqual([session]);
  expect(await sessions.get(id)).toBeUndefined();
});

it('counts and collects', async () => {
  //#region counter
  const visits = helpers.counter('visits', { ttlMs: 86_400_000 }); // begins anew a day after its first count
  await visits.add(); // 1
  await visits.add(4); // 5
  //#endregion
  expect(await visits.value()).toBe(5);
  //#region collections
  const settings = helpers.hash<string>('settings:rea_ada');
  await settings.setMany({ language: 'en', theme: 'dark' });
  await settings.get('theme'); // 'dark'

  const latest = helpers.list<string>('latest', { maxLength: 100 });
  await latest.unshift('978-0441478125'); // the newest first; beyond a hundred, the oldest is dropped
  await latest.range(0, 9); // the first ten

  const online = helpers.set<string>('online');
  await online.add('rea_ada', 'rea_bob'); // 2: both are new
  await online.expireIn(60_000); // the whole set

  const mostRead = helpers.sortedSet<string>('most-read');
  await mostRead.add('978-0441478125', 1); // its new score
  const top = await mostRead.page({ descending: true, limit: 10 });
  //#endregion
  expect(await settings.get('theme')).toBe('dark');
  expect(await latest.range()).toEqual(['978-0441478125']);
  expect(await online.has('rea_bob')).toBe(true);
  expect(top).toEqual([{ value: '978-0441478125', score: 1 }]);
});

it('appends, pages and shares work', async () => {
  const reminded: string[] = [];
  const remind = async ({ reader }: { reader: string }) => void reminded.push(reader);
  //#region stream
  const loans = helpers.stream<{ isbn: string; reader: string }>('loans', { maxLength: 100_000 });
  await loans.append({ isbn: '1', reader: 'rea_ada' });
  await loans.append({ isbn: '2', reader: 'rea_bob' });
  const [first] = await loans.page({ limit: 1 });
  const rest = await loans.page({ limit: 50, ...(first && { after: first.id }) });
  //#endregion
  expect(rest.map(({ value }) => value.reader)).toEqual(['rea_bob']);
  //#region group
  const group = loans.group('mailers', 'mailer-1'); // the second name is another one in each process
  await group.create();
  const lost = await group.claim({ idleMs: 60_000 }); // of consumers that are not done after a minute
  const next = await group.read({ limit: 10, waitMs: 2_000 });
  for (const { id, value } of [...lost, ...next]) {
    await remind(value);
    await group.done(id);
  }
  //#endregion
  expect(reminded).toEqual(['rea_ada', 'rea_bob']);
  expect(await group.pending()).toBe(0);
});

it('tells those who listen', async () => {
  const shown: string[] = [];
  const readAnew = () => shown.splice(0);
  //#region channel
  const newBooks = helpers.channel<{ isbn: string }>('new-books');
  const stop = await newBooks.listen({
    message: ({ isbn }) => shown.push(isbn),
    gap: () => readAnew(), // the connection was away: something may have been missed
  });
  await newBooks.publish({ isbn: '1' });
  //#endregion
  await expect.poll(() => shown).toEqual(['1']);
  stop();
});

it('fences off a holder whose time is over', async () => {
  const countBooks = async () => 40_000;
  //#region fence
  let shelf = { count: 0, fence: 0 };
  const save = (count: number, fence: number) => {
    if (fence < shelf.fence) throw new Error('Somebody else has held the lock since.');
    shelf = { count, fence };
  };
  //#endregion
  //#region lock
  const lock = helpers.lock('stocktaking', { ttlMs: 10_000 }); // renewed while the work runs
  await lock.run(
    async ({ fence, signal }) => {
      const count = await countBooks();
      signal.throwIfAborted(); // the lease is over, or may be
      save(count, fence);
    },
    { waitMs: 5_000 }, // `conflict` where another one holds it for longer
  );
  //#endregion
  expect(shelf.count).toBe(40_000);
  const slow = await lock.acquire();
  await slow?.release(); // as if its time were over
  await lock.run(async ({ fence }) => save(39_999, fence));
  expect(() => save(1, slow?.fence ?? 0)).toThrow('Somebody else');
  expect(shelf.count).toBe(39_999);
});

it('has one leader', async () => {
  const errors: unknown[] = [];
  let rounds = 0;
  const remindOverdue = async (signal: AbortSignal) => {
    rounds += 1;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };
  //#region leader
  const candidate = helpers.leader(
    'reminders',
    async ({ signal }) => {
      while (!signal.aborted) await remindOverdue(signal);
    },
    { ttlMs: 10_000, onError: (error) => errors.push(error) },
  );
  candidate.leads; // whether this process does it now
  //#endregion
  await expect.poll(() => candidate.leads && rounds).toBe(1);
  await candidate.close();
  expect(candidate.leads).toBe(false);
  expect(errors).toEqual([]);
});

it('counts calls', async () => {
  //#region rate
  const searches = helpers.rate('searches', { limit: 100, windowMs: 60_000 });
  const { allowed, remaining, resetMs, local } = await searches.consume('rea_ada');
  // true, 99, 60_000; local: Redis was away, and this process counted alone
  //#endregion
  expect({ allowed, remaining, local }).toEqual({ allowed: true, remaining: 99, local: false });
  expect(resetMs).toBeLessThanOrEqual(60_000);
});

it('keeps what a function answered', async () => {
  let runs = 0;
  const countGenre = async (genre: string) => {
    runs += 1;
    return { genre, books: 3 };
  };
  //#region cached
  const types = defineCacheTypes({ report: cacheType<{ genre: string; books: number }>({ ttl: '10m' }) });
  const cache = openCache({ types, app: 'library', env: 'development' });
  const report = cached(cache.report, (genre: string) => countGenre(genre), { key: (genre) => genre });
  await Promise.all([report('novel'), report('novel')]); // one run
  await report.forget('novel'); // the next call runs it again, in every process
  //#endregion
  expect(runs).toBe(1);
  expect(await report('novel')).toEqual({ genre: 'novel', books: 3 });
  expect(runs).toBe(2);
  await cache.close();
});
