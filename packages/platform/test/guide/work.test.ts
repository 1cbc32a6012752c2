import type { WriteItem } from '@graphkeep/cache';
import { newId } from '@graphkeep/contract';
import {
  defineJob,
  defineLater,
  defineService,
  type JournalConsumer,
  type Scoped,
} from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Note, type NoteGraph, noteGraph } from './notes.ts';

const heard: string[] = [];
const counted: string[] = [];

//#region job
const input = z.strictObject({ olderThanDays: z.int().min(1).default(365) });
const forget = defineJob<NoteGraph, typeof input, { removed: number }>({
  name: 'notes.forget',
  input,
  every: { cron: '0 3 * * *' }, // in UTC; without it only on demand
  run: async (system, { input: { olderThanDays }, signal, progress }) => {
    const before = new Date(system.now().getTime() - olderThanDays * 86_400_000);
    let removed = 0;
    for (;;) {
      signal.throwIfAborted();
      const done = await system.repo(Note).removeMany({ createdAt: { lt: before } }, { limit: 500 });
      removed += done.removed;
      progress(removed);
      if (done.removed < 500) return { removed };
    }
  },
});
//#endregion
//#region consumer
const alerts: JournalConsumer<NoteGraph> = {
  name: 'notes.alerts',
  handle: async (_system, page) => {
    if (page.kind === 'reload') return; // entries were trimmed before they were seen
    for (const { changes } of page.entries)
      for (const { label, key, kind } of changes) heard.push(`${label} ${key} ${kind}`);
  },
};
//#endregion
//#region later
const views = defineLater<NoteGraph, { noteId: string }>({
  name: 'notes.views',
  write: async (_system, items: readonly WriteItem<{ noteId: string }>[]) => {
    counted.push(...items.map(({ value }) => value.noteId)); // a batch; an item may come twice, with the same key
  },
});
//#endregion
//#region service
const recent = defineService({
  name: 'notes.recent',
  open: (system: Scoped<NoteGraph>) => ({ system, keys: new Set<string>() }),
  close: async ({ keys }) => keys.clear(),
});
//#endregion

it('works by itself', async () => {
  //#region testing
  await using platform = await openTestPlatform({
    graph: noteGraph,
    jobs: [forget],
    consumers: [alerts],
    now: () => new Date('2026-05-01T12:00:00Z'),
  });
  //#endregion
  const scope = platform.as({ id: 'test', scopes: ['*'] });
  const { noteId } = await scope.repo(Note).create({ playerId: newId('ply'), text: 'x' });
  //#region start
  const { id } = await scope.jobs.start('notes.forget', { olderThanDays: 30 });
  const { state, result } = await vi.waitFor(async () => {
    const status = await scope.jobs.status(id); // waiting, running, done, failed or cancelled
    if (!status.endedAt) throw new Error(`${status.done} so far`);
    return status;
  }, 5_000);
  //#endregion
  expect([state, result]).toEqual(['done', { removed: 0 }]);
  //#region push
  await scope.later(views).push({ noteId });
  scope.service(recent).keys.add(noteId);
  //#endregion
  await vi.waitFor(() => expect(counted).toEqual([noteId]), 5_000);
  await vi.waitFor(() => expect(heard).toContain(`Note ${noteId} created`), 5_000);
});
