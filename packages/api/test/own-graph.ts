import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import type { Platform, Principal } from '@graphkeep/platform';
import { z } from 'zod';
import { call } from '../src/caller.ts';
import { type ContextOptions, createApiContext } from '../src/create-context.ts';
import { createGraphkeepRouter, resourceRouter, write } from '../src/index.ts';

/** A domain of somebody's own: teams are shared, notes belong to their authors. */
const Team = defineNode({
  label: 'Team',
  key: 'teamId',
  shared: true,
  schema: z.object({ teamId: id('tem'), name: z.string() }),
  relationships: { notes: { type: 'HAS_NOTE', direction: 'out', to: 'Note' } },
});
export const Note = defineNode({
  label: 'Note',
  key: 'noteId',
  owner: 'authorId',
  version: true,
  journal: true,
  schema: z.object({
    noteId: id('nte'),
    authorId: z.string(),
    text: z.string().max(500),
    stars: z.int().min(0).default(0),
    tags: z.array(z.string()).default([]),
    due: z.date().optional(),
  }),
  unique: ['text'],
  fullText: ['text'],
  cache: { policy: 'standard' },
  relationships: {
    follows: {
      type: 'FOLLOWS',
      direction: 'out',
      to: 'Note',
      properties: z.object({ since: z.date() }),
    },
  },
});
export const ownGraph = defineGraph(Team, Note);
export type OwnGraph = typeof ownGraph;

/** How often the work of `twice` has run, and what holds it up. */
export const work = { runs: 0, hold: async () => {} };

const api = {
  teams: resourceRouter(ownGraph, 'Team', { domain: 'notes' }),
  notes: resourceRouter(ownGraph, 'Note', { domain: 'notes' }),
  archive: resourceRouter(ownGraph, 'Note', { domain: 'notes', only: ['get', 'list'] }),
  /** Makes two notes with the same text where `same` is said, which cannot be. */
  twice: write('notes')
    .input(
      z.object({
        text: z.string(),
        same: z.boolean().default(false),
        at: z.date().default(() => new Date()),
      }),
    )
    .mutation(async ({ ctx, input: { text, same } }) => {
      work.runs += 1;
      await work.hold();
      const notes = ctx.scoped.repo(Note);
      const one = await notes.create({ authorId: 'ada', text });
      const other = await notes.create({ authorId: 'ada', text: same ? text : `${text}, again` });
      return { keys: [one['noteId'], other['noteId']], at: new Date() };
    }),
};
export const router = createGraphkeepRouter(api);

export const everyone: Principal = { id: 'all', scopes: ['*'] };
export const ada: Principal = { id: 'ada', owner: 'ada', scopes: ['notes:read', 'notes:write'] };
export const bea: Principal = { id: 'bea', owner: 'bea', scopes: ['notes:read', 'notes:write'] };

/** Calls as a server does, with no HTTP. */
export const callsOf =
  (platform: () => Platform<OwnGraph>) =>
  // A test says what it expects of an answer.
  // biome-ignore lint/suspicious/noExplicitAny: the shapes differ with every path
  (path: string, input: unknown, principal?: Principal, options: ContextOptions = {}): Promise<any> =>
    call(router, path, input, createApiContext(platform(), principal, options), options.signal);
