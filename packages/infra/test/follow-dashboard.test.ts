import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DashboardEvent, estateOf, followDashboard, storeEstate } from '../src/index.ts';
import { SharedAskings } from '../src/live/shared-asking.ts';
import { openReportStore, PATIENT, type ReportStore } from './report-store.ts';

const HOUR = 3_600_000;
const TEAM = { level: 'team', team: 'payments' } as const;
const rarely = { ...PATIENT, everyMs: HOUR };

describe('a dashboard that many watch', { timeout: 60_000 }, () => {
  let store: ReportStore;
  beforeAll(async () => {
    store = await openReportStore();
    await storeEstate(store.platform, estateOf({ services: 10 }));
  }, 60_000);
  afterAll(() => store[Symbol.asyncDispose]());

  /** How often the services of a team were read: each report of a team begins with it, and nothing keeps it. */
  const readings = (): number =>
    store.platform.graphCare.insight
      .fingerprints()
      .filter(({ text }) => /:`?Service/.test(text) && text.includes('team'))
      .reduce((sum, { count }) => sum + count, 0);
  const watch = (stop: AbortController, options = rarely) =>
    followDashboard(store.platform, TEAM, stop.signal, options);
  const toldOf = async (follower: AsyncGenerator<DashboardEvent, void>): Promise<DashboardEvent> => {
    const { value } = await follower.next();
    if (!value) throw new Error('Nothing was told.');
    return value;
  };

  it('is made once for all of them, and for whoever comes later', async () => {
    const stops = Array.from({ length: 6 }, () => new AbortController());
    const before = readings();
    const followers = stops.map((stop) => watch(stop));
    const [first, ...others] = await Promise.all(followers.map(toldOf));
    expect(readings() - before).toBe(1);
    for (const other of others) expect(other).toBe(first);

    const late = new AbortController();
    expect(await toldOf(watch(late))).toBe(first);
    // The one who was the first to come leaves the others with it.
    stops[0]?.abort();
    const later = new AbortController();
    expect(await toldOf(watch(later))).toBe(first);
    expect(readings() - before).toBe(1);

    for (const stop of [...stops, late, later]) stop.abort();
    const ended = await Promise.all(followers.map((follower) => follower.next()));
    expect(ended.every(({ done }) => done)).toBe(true);
  });

  it('is not made any more once nobody watches, and anew for the next', async () => {
    const before = readings();
    const stop = new AbortController();
    const [one, other] = [watch(stop), watch(stop)];
    await Promise.all([toldOf(one), toldOf(other)]);
    stop.abort();
    await Promise.all([one.next(), other.next()]);
    expect(readings() - before).toBe(1);
    const again = new AbortController();
    const next = watch(again);
    await toldOf(next);
    expect(readings() - before).toBe(2);
    again.abort();
    await next.next();
  });

  it('is another one for another team or scope', async () => {
    const stop = new AbortController();
    const before = readings();
    const narrow = store.opened.as({ id: 'reader', scopes: ['infra:read'] });
    const followers = [
      watch(stop),
      followDashboard(store.platform, { level: 'team', team: 'search' }, stop.signal, rarely),
      followDashboard(narrow, TEAM, stop.signal, rarely),
    ];
    const events = await Promise.all(followers.map(toldOf));
    expect(readings() - before).toBe(3);
    expect(new Set(events).size).toBe(3);
    expect(events.map(({ report }) => report.team)).toEqual(['payments', 'search', 'payments']);
    stop.abort();
    await Promise.all(followers.map((follower) => follower.next()));
  });

  it('is refused to all who may not see it, and to nobody else', async () => {
    const stop = new AbortController();
    const owned = store.opened.as({ id: 'player', scopes: ['*'], owner: 'ply_1' });
    const refused = [1, 2, 3].map(() => followDashboard(owned, {}, stop.signal, rarely).next());
    const allowed = followDashboard(store.platform, {}, stop.signal, rarely);
    for (const result of await Promise.allSettled(refused))
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } });
    expect((await toldOf(allowed)).report.kind).toBe('dashboard');
    stop.abort();
    await allowed.next();
  });
});

describe('what is asked for all', () => {
  const failure = new Error('It is away.');

  it('fails for all, and is asked anew by the next', async () => {
    const askings = new SharedAskings<number>();
    let asked = 0;
    let fails = false;
    const question = {
      everyMs: 1,
      ask: async () => {
        asked += 1;
        if (fails) throw failure;
        return asked;
      },
    };
    const { signal } = new AbortController();
    const followers = [1, 2].map(() => askings.follow('it', question, signal));
    const first = await Promise.all(followers.map((follower) => follower.next()));
    expect(first.map(({ value }) => value)).toEqual([1, 1]);
    fails = true;
    const rest = followers.map(async (follower) => {
      for await (const _ of follower);
    });
    for (const result of await Promise.allSettled(rest))
      expect(result).toEqual({ status: 'rejected', reason: failure });
    fails = false;
    const before = asked;
    expect(await askings.follow('it', question, signal).next()).toMatchObject({ value: before + 1 });
    askings.close();
  });

  it('ends for all when it is closed', async () => {
    const askings = new SharedAskings<string>();
    const question = { everyMs: HOUR, ask: async () => 'answer' };
    const follower = askings.follow('it', question, new AbortController().signal);
    await follower.next();
    const next = follower.next();
    askings.close();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
