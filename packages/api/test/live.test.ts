import { limits, newId } from '@graphkeep/contract';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { isTrackedEnvelope } from '@trpc/server';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { NodeEvent } from '../src/index.ts';
import { ada, bea, callsOf, everyone, Note, type OwnGraph, ownGraph } from './own-graph.ts';

let platform: TestPlatform<OwnGraph>;
const call = callsOf(() => platform);
beforeAll(async () => {
  platform = await openTestPlatform({ graph: ownGraph });
});
afterAll(() => platform.close());

const note = (authorId = 'ada') =>
  call('notes.create', { authorId, text: `text ${newId('txt')}` }, everyone).then(
    ({ noteId }: { readonly noteId: string }) => noteId,
  );

/** A live connection, of which the events are taken one by one. */
const listen = async (principal = ada, lastEventId?: string, ends?: AbortSignal) => {
  const gone = new AbortController();
  onTestFinished(() => gone.abort());
  // What was committed and has no number yet would be told as if it came now.
  const { journal } = platform.asSystem('test');
  if (lastEventId === undefined) await expect.poll(async () => (await journal.status()).pending).toBe(0);
  const input = lastEventId === undefined ? undefined : { lastEventId };
  const events: AsyncGenerator<unknown> = await call('notes.changes', input, principal, {
    signal: gone.signal,
    ends,
  });
  const next = async (): Promise<{ readonly id: string; readonly event: NodeEvent } | undefined> => {
    const { value, done } = await events.next();
    if (done) return undefined;
    if (!isTrackedEnvelope(value)) throw new TypeError('An event has no id.');
    const [id, event] = value;
    return { id, event: event as NodeEvent };
  };
  return { next, leave: () => gone.abort() };
};

it('tells of changes as they are made, in their order', async () => {
  const { next } = await listen();
  expect(await next()).toMatchObject({ event: { kind: 'ready' } });
  const key = await note();
  await call('notes.patch', { noteId: key, changes: { stars: 3 } }, ada);
  await call('notes.remove', { noteId: key }, ada);
  expect(await next()).toMatchObject({ event: { kind: 'created', key, at: expect.any(Date) } });
  expect(await next()).toMatchObject({ event: { kind: 'updated', key, fields: ['stars'] } });
  expect(await next()).toMatchObject({ event: { kind: 'removed', key } });
});

it('goes on exactly where it stopped, within a change of many nodes too', async () => {
  const first = await listen();
  const ready = await first.next();
  const items = Array.from({ length: 5 }, () => ({ authorId: 'ada', text: `text ${newId('txt')}` }));
  const keys = await call('notes.createMany', { items }, ada);
  const last = await note();
  const wanted = [...keys.map(({ noteId }: { readonly noteId: string }) => noteId), last];
  const keyOf = (event: NodeEvent) => ('key' in event ? event.key : event.kind);

  const told: string[] = [];
  let id = ready?.id;
  while (told.length < wanted.length) {
    const { next, leave } = await listen(ada, id);
    expect(await next()).toMatchObject({ id, event: { kind: 'ready' } });
    const one = await next();
    if (!one) throw new Error('It ended.');
    told.push(keyOf(one.event));
    id = one.id;
    leave();
  }
  expect(told.toSorted()).toEqual(wanted.toSorted());
});

it('tells each owner of their own, and who may see all of everything', async () => {
  const [own, foreign, all] = [await listen(ada), await listen(bea), await listen(everyone)];
  for (const { next } of [own, foreign, all]) await next();
  const [first, second] = [await note('ada'), await note('bea')];
  expect(await own.next()).toMatchObject({ event: { key: first } });
  expect(await foreign.next()).toMatchObject({ event: { key: second } });
  expect([await all.next(), await all.next()]).toMatchObject([
    { event: { key: first } },
    { event: { key: second } },
  ]);
});

it('says so where changes were trimmed before they were told', async () => {
  const first = await listen();
  const ready = await first.next();
  first.leave();
  await note();
  const { journal } = platform.asSystem('test');
  await expect.poll(async () => (await journal.status()).pending).toBe(0);
  await journal.trim({ entries: 0 });
  const { next } = await listen(ada, ready?.id);
  expect(await next()).toMatchObject({ event: { kind: 'ready' } });
  const told = await next();
  expect(told).toMatchObject({ event: { kind: 'reload' } });
  expect(told?.id).toBe(String((await journal.status()).last));
  const key = await note();
  expect(await next()).toMatchObject({ event: { kind: 'created', key } });
});

it('ends when its key is taken away, and asks to come back', async () => {
  const ends = new AbortController();
  const { next } = await listen(ada, undefined, ends.signal);
  await next();
  ends.abort();
  expect(await next()).toMatchObject({ event: { kind: 'reconnect', afterMs: expect.any(Number) } });
  expect(await next()).toBeUndefined();
});

it('ends with its caller, in silence', async () => {
  const { next, leave } = await listen();
  await next();
  const rest = next();
  leave();
  expect(await rest).toBeUndefined();
});

it('gives a key so many connections, and a place when one of them ends', async () => {
  const carl = { ...ada, id: 'carl' };
  const open = [];
  for (let count = 0; count < limits.maxSubscriptions; count++) open.push(await listen(carl));
  await expect(listen(carl)).rejects.toMatchObject({ code: 'limit_reached', status: 409 });
  open[0]?.leave();
  await expect(listen(carl)).resolves.toBeDefined();
});

it('refuses an id that is not of an event', async () => {
  await expect(listen(ada, 'yesterday')).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'lastEventId',
  });
  expect(Note.journal).toBe(true);
});
