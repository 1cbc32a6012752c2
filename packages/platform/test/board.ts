import { id } from '@graphkeep/contract';
import { defineGraph, defineNode, defineReadModel, entitySchema } from '@graphkeep/models';
import { z } from 'zod';

export const Topic = defineNode({
  label: 'BTopic',
  key: 'topicId',
  shared: true,
  schema: z.object({ topicId: id('top'), name: z.string() }),
  cache: { policy: 'standard' },
});
export const Note = defineNode({
  label: 'BNote',
  key: 'noteId',
  owner: 'playerId',
  version: true,
  schema: z.object({
    noteId: id('not'),
    playerId: id('ply'),
    text: z.string(),
    secret: z.string().optional(),
  }),
  encrypted: ['secret'],
  relationships: { topic: { type: 'B_ABOUT', direction: 'out', to: 'BTopic', one: true } },
  cache: { policy: 'short', tags: ({ playerId }) => [`player:${playerId}`] },
});
export const boardGraph = defineGraph(Topic, Note);
export type BoardGraph = typeof boardGraph;

/** All notes of a player. */
export const Board = defineReadModel({
  name: 'Board',
  schema: z.strictObject({ playerId: id('ply'), notes: z.array(entitySchema(Note)) }),
  owner: ({ playerId }) => playerId,
  cache: { policy: 'sliding', tags: ({ playerId }) => [`bNote@${playerId}`] },
});

export const boardDomain = {
  graph: boardGraph,
  models: [Board],
  cachePolicies: {
    short: { ttl: '1m', grace: '1h' },
    sliding: { ttl: '5m', policy: 'sliding', grace: '1h' },
  },
} as const;
