import { newId } from '@graphkeep/contract';
import type { Principal } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContextOptions, createApiContext } from '../src/create-context.ts';
import { appRouter, createRest } from '../src/index.ts';
import { ada, bea, everyone, type OwnGraph, ownGraph, router } from './own-graph.ts';

let platform: TestPlatform<OwnGraph>;
beforeAll(async () => {
  platform = await openTestPlatform({ graph: ownGraph });
});
afterAll(() => platform.close());

const rest = createRest(router);
interface Sent {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly as?: Principal | undefined;
  readonly options?: ContextOptions;
}
/** Sends as a host does, and reads the answer as it goes over the wire. */
const send = async (
  method: string,
  path: string,
  { body, query = {}, as = everyone, options }: Sent = {},
) => {
  const answer = await rest.handle({ method, path, query, body }, createApiContext(platform, as, options));
  // biome-ignore lint/suspicious/noExplicitAny: the shapes differ with every path
  const read: any = answer.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body));
  return { ...answer, body: read };
};
const newText = () => `text ${newId('txt')}`;

it('makes, reads, changes and removes by the words of HTTP', async () => {
  const text = newText();
  const made = await send('POST', '/notes', {
    body: { authorId: 'ada', text, due: '2026-03-04T05:06:07.000Z' },
  });
  expect(made).toMatchObject({ status: 201, body: { text, due: '2026-03-04T05:06:07.000Z', stars: 0 } });
  const at = `/notes/${made.body.noteId}`;
  expect(await send('GET', at)).toMatchObject({ status: 200, body: made.body });
  expect(await send('POST', `${at}/query`, { body: { select: { text: true } } })).toMatchObject({
    status: 200,
    body: { text },
  });
  const changes = { stars: { increment: 1 }, due: null };
  expect(await send('PATCH', at, { body: { changes, version: 1 } })).toMatchObject({
    status: 200,
    body: { stars: 1, version: 2 },
  });
  expect(await send('PUT', at, { body: { authorId: 'ada', text } })).toMatchObject({
    status: 200,
    body: { stars: 1 },
  });
  expect(await send('DELETE', at, { query: { version: '2' } })).toMatchObject({
    status: 204,
    body: undefined,
  });
  expect(await send('GET', at)).toMatchObject({ status: 404 });
});

it('finds by filters in the body, whose dates are texts', async () => {
  const text = newText();
  await send('POST', '/notes', { body: { authorId: 'ada', text, due: '2026-03-04T05:06:07Z' } });
  const within = { gte: '2026-03-04T00:00:00Z', lt: '2026-03-05T00:00:00Z' };
  const found = await send('POST', '/notes/query', {
    body: { where: { text, OR: [{ due: within }] }, limit: 5 },
  });
  expect(found).toMatchObject({ status: 200, body: { items: [{ text }], next: null } });
  expect(await send('POST', '/notes/query')).toMatchObject({ status: 200 });
  expect(await send('POST', '/notes/count', { body: { where: { text } } })).toMatchObject({ body: 1 });
  expect(await send('POST', '/notes/get-many', { body: { keys: [] } })).toMatchObject({
    status: 200,
    body: [],
  });
});

it('says what is wrong as problem+json', async () => {
  expect(await send('POST', '/notes', { body: { authorId: 'ada', text: 5, more: 1 } })).toMatchObject({
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      type: 'urn:graphkeep:error:invalid-input',
      title: 'A field of the input is not what it must be.',
      status: 400,
      code: 'invalid_input',
      field: 'text',
      requestId: expect.stringMatching(/^req_/),
      retryable: false,
      issues: [{ field: 'text' }, { field: 'more' }],
    },
  });
  expect(await send('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'unknown_path' } });
  expect(await send('PUT', '/notes')).toMatchObject({
    status: 405,
    body: { detail: '/v1/notes takes POST, not PUT.' },
  });
  expect(await send('GET', '/notes/%E0%A4%A')).toMatchObject({
    status: 400,
    body: { code: 'invalid_input' },
  });
  const noteId = newId('nte');
  const other = { noteId: newId('nte'), authorId: 'ada', text: newText() };
  expect(await send('PUT', `/notes/${noteId}`, { body: other })).toMatchObject({
    status: 400,
    body: { field: 'noteId' },
  });
  expect(await send('PATCH', `/notes/${noteId}`, { body: [] })).toMatchObject({ status: 400 });
});

it('lets in whom the procedures let in, and makes a change once', async () => {
  const body = { authorId: 'ada', text: newText() };
  const idempotencyKey = newId('key');
  const made = await send('POST', '/notes', { body, as: ada, options: { idempotencyKey } });
  expect(await send('POST', '/notes', { body, as: ada, options: { idempotencyKey } })).toMatchObject({
    body: made.body,
  });
  expect(await send('GET', `/notes/${made.body.noteId}`, { as: bea })).toMatchObject({ status: 404 });
  const nobody = await rest.handle(
    { method: 'GET', path: '/notes/x', query: {}, body: undefined },
    createApiContext(platform, undefined),
  );
  expect(nobody.status).toBe(401);
});

it.each([
  ['an own domain', router],
  ['the story', appRouter],
])('describes %s by a valid document', async (_, described) => {
  const document = createRest(described).document({ version: '1.2.3' });
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(document['info']).toMatchObject({ title: 'Graphkeep', version: '1.2.3' });
  const text = JSON.stringify(document);
  const refs = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  const reach = (ref: string) =>
    ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document);
  for (const ref of new Set(refs)) expect(reach(ref), ref).toBeDefined();
  expect(text.length).toBeLessThan(2_000_000);
});
