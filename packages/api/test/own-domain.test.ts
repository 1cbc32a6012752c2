import { newId } from '@graphkeep/contract';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ada, bea, callsOf, everyone, type OwnGraph, ownGraph, router } from './own-graph.ts';

let platform: TestPlatform<OwnGraph>;
const call = callsOf(() => platform);
beforeAll(async () => {
  platform = await openTestPlatform({ graph: ownGraph });
});
afterAll(() => platform.close());
const newText = () => `text ${newId('txt')}`;
const note = (authorId = 'ada') => call('notes.create', { authorId, text: newText() }, everyone);

it('serves the nodes of an own graph from their definitions', async () => {
  const made = await call('teams.create', { name: 'Red' }, everyone);
  expect(made).toMatchObject({ name: 'Red', teamId: expect.stringMatching(/^tem_/) });
  expect(
    await call('teams.list', { where: { name: 'Red' }, include: { notes: true } }, everyone),
  ).toMatchObject({ items: [{ name: 'Red', notes: [] }], next: null });
});

it('reads one and many by key, whole or in part', async () => {
  const [one, other] = [await note(), await note()];
  const { noteId } = one;
  expect(await call('notes.get', { noteId }, everyone)).toEqual(one);
  expect(await call('notes.get', { noteId, select: { text: true } }, everyone)).toEqual({ text: one.text });
  expect(await call('notes.get', { noteId, include: { follows: true } }, everyone)).toEqual({
    ...one,
    follows: [],
  });
  const keys = [{ noteId: other.noteId }, { noteId: newId('nte') }, { noteId }];
  expect(await call('notes.getMany', { keys }, everyone)).toEqual([other, one]);
  expect(await call('notes.getMany', { keys, omit: { text: true } }, everyone)).toMatchObject([
    expect.not.objectContaining({ text: other.text }),
    { noteId },
  ]);
});

it('counts, measures, groups and searches', async () => {
  const word = newId('wrd').slice(4);
  const items = [3, 4, 4].map((stars, index) => ({ authorId: 'ada', text: `${word} ${index}`, stars }));
  const keys = await call('notes.createMany', { items }, everyone);
  expect(keys).toEqual(items.map(() => ({ noteId: expect.stringMatching(/^nte_/) })));
  const where = { text: { startsWith: word } };
  expect(await call('notes.count', { where }, everyone)).toBe(3);
  expect(
    await call('notes.aggregate', { where, count: true, sum: ['stars'], max: ['text'] }, everyone),
  ).toEqual({
    count: 3,
    sum: { stars: 11 },
    max: { text: `${word} 2` },
  });
  expect(
    await call(
      'notes.groupBy',
      { where, by: ['stars'], count: true, having: { count: { gt: 1 } } },
      everyone,
    ),
  ).toEqual([{ by: { stars: 4 }, count: 2 }]);
  expect(await call('notes.search', { text: word, limit: 2 }, everyone)).toMatchObject([
    { node: { authorId: 'ada' }, score: expect.any(Number) },
    {},
  ]);
  expect(router._def.procedures).not.toHaveProperty(['teams.search']);
});

it('changes, removes, and tells who is too late', async () => {
  const { noteId, text } = await note();
  const changed = await call(
    'notes.patch',
    { noteId, changes: { stars: { increment: 2 }, tags: { push: 'x' } }, version: 1 },
    everyone,
  );
  expect(changed).toMatchObject({ stars: 2, tags: ['x'], version: 2 });
  await expect(
    call('notes.patch', { noteId, changes: { stars: 9 }, version: 1 }, everyone),
  ).rejects.toMatchObject({ code: 'stale_version' });
  const kept = await call('notes.upsert', { noteId, authorId: 'ada', text }, everyone);
  expect(kept).toMatchObject({ stars: 2, tags: ['x'] });
  expect(await call('notes.remove', { noteId, version: kept.version }, everyone)).toBeUndefined();
  await expect(call('notes.get', { noteId }, everyone)).rejects.toMatchObject({ code: 'not_found' });
});

it('joins and parts', async () => {
  const [from, to] = [await note(), await note()].map(({ noteId }) => ({ noteId }));
  const since = new Date('2026-01-02');
  const pair = { from, relationship: 'follows', to };
  await call('notes.relate', { ...pair, $link: { since } }, everyone);
  expect(await call('notes.get', { ...from, include: { follows: true } }, everyone)).toMatchObject({
    follows: [{ ...to, $link: { since } }],
  });
  await expect(call('notes.relate', pair, everyone)).rejects.toMatchObject({
    code: 'invalid_input',
    field: '$link',
  });
  expect(await call('notes.unrelate', pair, everyone)).toBe(true);
  expect(await call('notes.unrelate', pair, everyone)).toBe(false);
});

it('has what it is told to have, and no more', () => {
  const paths = Object.keys(router._def.procedures);
  expect(paths.filter((path) => path.startsWith('archive.'))).toEqual(['archive.get', 'archive.list']);
});

it('names what is wrong by its field', async () => {
  await expect(call('teams.create', { nmae: 'Red' }, everyone)).rejects.toMatchObject({
    code: 'invalid_input',
    issues: expect.arrayContaining([{ field: 'nmae', message: 'is not known here' }]),
  });
  await expect(call('teams.get', { teamId: newId('tem') }, everyone)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(call('notes.aggregate', {}, everyone)).rejects.toMatchObject({
    message: expect.stringContaining('must ask for one of count,'),
  });
});

it('shows an owner their own, and lets nobody in without a name', async () => {
  const { noteId, text } = await note('ada');
  const where = { text };
  expect(await call('notes.list', { where }, bea)).toMatchObject({ items: [] });
  expect(await call('notes.list', { where }, ada)).toMatchObject({ items: [{ text }] });
  await expect(call('notes.get', { noteId }, bea)).rejects.toMatchObject({ code: 'not_found' });
  await expect(call('notes.create', { authorId: 'ada', text: newText() }, bea)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(call('notes.list', {})).rejects.toMatchObject({ code: 'unauthenticated' });
});

it('lets nobody write what is shared but who may administer', async () => {
  const writer = { id: 'writer', scopes: ['notes:read', 'notes:write'] };
  await expect(call('teams.create', { name: 'Blue' }, writer)).rejects.toMatchObject({ code: 'forbidden' });
  const admin = { id: 'admin', scopes: ['notes:admin'] };
  expect(await call('teams.create', { name: 'Blue' }, admin)).toMatchObject({ name: 'Blue' });
  await expect(call('teams.list', {}, admin)).rejects.toMatchObject({ code: 'forbidden' });
});
