import { id, newId } from '@graphkeep/contract';
import { createLogger, createMetrics, Deadline, loadConfig, newRequestId } from '@graphkeep/core';
import { defineGraph, defineNode } from '@graphkeep/models';
import { openPlatform, type Platform, type Principal } from '@graphkeep/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { resourceRouter } from '../src/index.ts';
import { t } from '../src/trpc.ts';

const Team = defineNode({
  label: 'Team',
  key: 'teamId',
  shared: true,
  schema: z.object({ teamId: id('tem'), name: z.string() }),
  relationships: { notes: { type: 'HAS_NOTE', direction: 'out', to: 'Note' } },
});
const Note = defineNode({
  label: 'Note',
  key: 'noteId',
  owner: 'authorId',
  schema: z.object({ noteId: id('nte'), authorId: z.string(), text: z.string() }),
});
const graph = defineGraph(Team, Note);

const procedures = { teams: resourceRouter(graph, 'Team'), notes: resourceRouter(graph, 'Note') };
const router = t.router(procedures as unknown as Parameters<typeof t.router>[0]);
const metrics = createMetrics();
const log = createLogger({ level: 'silent' });
let platform: Platform<typeof graph>;
beforeAll(async () => {
  platform = await openPlatform({ config: loadConfig({ NEO4J_URI: 'memory:' }), graph, log, metrics });
});
afterAll(() => platform.close());

/** Calls a procedure as a server-side caller does, with no HTTP. */
const call = (path: string, input: object, principal?: Principal): Promise<unknown> => {
  const request = { requestId: newRequestId(), deadline: Deadline.after(5_000) };
  const caller = t.createCallerFactory(router)({
    platform: platform as never,
    principal,
    request,
    log,
    metrics,
    version: '0',
  });
  const procedure = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
  return (procedure as (input: object) => Promise<unknown>)(input);
};
const everyone: Principal = { id: 'all' };

it('serves the nodes of an own graph from their definitions', async () => {
  const made = await call('teams.create', { name: 'Red' }, everyone);
  expect(made).toMatchObject({ name: 'Red', teamId: expect.stringMatching(/^tem_/) });
  expect(
    await call('teams.list', { where: { name: 'Red' }, include: { notes: true } }, everyone),
  ).toMatchObject({ items: [{ name: 'Red', notes: [] }], next: null });
});

it('names what is wrong by its field', async () => {
  await expect(call('teams.create', { nmae: 'Red' }, everyone)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    cause: {
      code: 'invalid_input',
      issues: expect.arrayContaining([{ field: 'nmae', message: 'is not known here' }]),
    },
  });
  await expect(call('teams.get', { teamId: newId('tem') }, everyone)).rejects.toMatchObject({
    cause: { code: 'not_found' },
  });
});

it('shows an owner their own, and lets nobody in without a name', async () => {
  const [ada, bea] = [
    { id: 'ada', owner: 'ada' },
    { id: 'bea', owner: 'bea' },
  ];
  await call('notes.create', { authorId: 'ada', text: 'mine' }, ada);
  expect(await call('notes.list', {}, bea)).toMatchObject({ items: [] });
  expect(await call('notes.list', {}, ada)).toMatchObject({ items: [{ text: 'mine' }] });
  await expect(call('notes.create', { authorId: 'ada', text: 'forged' }, bea)).rejects.toMatchObject({
    cause: { code: 'forbidden' },
  });
  await expect(call('teams.create', { name: 'Blue' }, ada)).rejects.toMatchObject({
    cause: { code: 'forbidden' },
  });
  await expect(call('notes.list', {})).rejects.toMatchObject({ cause: { code: 'unauthenticated' } });
});
