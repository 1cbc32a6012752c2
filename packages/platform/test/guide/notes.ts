//#region define
import { id } from '@graphkeep/contract';
import { defineGraph, defineNode, defineReadModel, entitySchema } from '@graphkeep/models';
import { z } from 'zod';

export const Note = defineNode({
  label: 'Note',
  key: 'noteId',
  owner: 'playerId',
  schema: z.object({ noteId: id('not'), playerId: id('ply'), text: z.string() }),
  cache: { policy: 'short' },
});
export const noteGraph = defineGraph(Note);
export type NoteGraph = typeof noteGraph;

/** All notes of a player, as one answer. */
export const Board = defineReadModel({
  name: 'Board',
  schema: z.strictObject({ playerId: id('ply'), notes: z.array(entitySchema(Note)) }),
  owner: ({ playerId }) => playerId,
  cache: { policy: 'board', tags: ({ playerId }) => [`note@${playerId}`] },
});
//#endregion
