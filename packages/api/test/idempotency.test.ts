import { newId } from '@graphkeep/contract';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ada, bea, callsOf, everyone, type OwnGraph, ownGraph, work } from './own-graph.ts';

let platform: TestPlatform<OwnGraph>;
const call = callsOf(() => platform);
beforeAll(async () => {
  platform = await openTestPlatform({ graph: ownGraph });
});
afterAll(() => platform.close());
beforeEach(() => {
  work.runs = 0;
  work.hold = async () => {};
});
const newText = () => `text ${newId('txt')}`;
const count = (text: string) => call('notes.count', { where: { text: { startsWith: text } } }, everyone);

it('keeps all that a procedure changes, or nothing', async () => {
  const text = newText();
  await expect(call('twice', { text, same: true }, ada)).rejects.toMatchObject({ code: 'already_exists' });
  expect(await count(text)).toBe(0);
  await call('twice', { text }, ada);
  expect(await count(text)).toBe(2);
});

it('gives the answer of the first time, whatever the input defaults to now', async () => {
  const text = newText();
  const idempotencyKey = newId('key');
  const first = await call('twice', { text }, ada, { idempotencyKey });
  expect(first.at).toBeInstanceOf(Date);
  expect(await call('twice', { text }, ada, { idempotencyKey })).toEqual(first);
  expect(work.runs).toBe(1);
  expect(await count(text)).toBe(2);
});

it('takes a key for one request of one caller to one procedure', async () => {
  const idempotencyKey = newId('key');
  const text = newText();
  await call('twice', { text }, ada, { idempotencyKey });
  await expect(call('twice', { text: newText() }, ada, { idempotencyKey })).rejects.toMatchObject({
    code: 'idempotency_mismatch',
  });
  const own = await call('notes.create', { authorId: 'ada', text: newText() }, ada, { idempotencyKey });
  expect(own).toHaveProperty('noteId');
  const foreign = await call('notes.create', { authorId: 'bea', text: newText() }, bea, { idempotencyKey });
  expect(foreign.noteId).not.toBe(own.noteId);
});

it('does a failed request anew', async () => {
  const idempotencyKey = newId('key');
  const text = newText();
  work.hold = async () => {
    throw new Error('out of order');
  };
  await expect(call('twice', { text }, ada, { idempotencyKey })).rejects.toMatchObject({ code: 'internal' });
  work.hold = async () => {};
  await call('twice', { text }, ada, { idempotencyKey });
  expect(await count(text)).toBe(2);
});

it('gives the answer of a request that is under way to whoever asks for the same', async () => {
  const idempotencyKey = newId('key');
  const gate = Promise.withResolvers<void>();
  work.hold = () => gate.promise;
  const text = newText();
  const all = Array.from({ length: 5 }, () => call('twice', { text }, ada, { idempotencyKey }));
  gate.resolve();
  const [first, ...rest] = await Promise.all(all);
  for (const one of rest) expect(one).toEqual(first);
  expect(work.runs).toBe(1);
});

it('says that it is under way to who cannot wait for it', async () => {
  const idempotencyKey = newId('key');
  const gate = Promise.withResolvers<void>();
  work.hold = () => gate.promise;
  const text = newText();
  const first = call('twice', { text }, ada, { idempotencyKey });
  await expect(call('twice', { text }, ada, { idempotencyKey, timeoutMs: 1_000 })).rejects.toMatchObject({
    code: 'in_progress',
    status: 409,
    retryable: true,
    retryAfterMs: 1_000,
  });
  gate.resolve();
  await first;
});

it.each(['', ' ', 'a b', 'ü', 'x'.repeat(201)])('refuses the key %o', async (idempotencyKey) => {
  await expect(call('twice', { text: newText() }, ada, { idempotencyKey })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'Idempotency-Key',
  });
});

it('opens no transaction for a wrong input', async () => {
  await expect(call('twice', { text: 5 }, ada, { idempotencyKey: newId('key') })).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'text',
  });
  expect(work.runs).toBe(0);
});
