import { id, newId } from '@graphkeep/contract';
import { defineAbstract, defineGraph, defineNode } from '@graphkeep/models';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import type { GraphOptions, GraphStore, StatementEvent } from '../../src/index.ts';
import { guard, type TestEngine } from '../engines.ts';

export const Hero = defineNode({
  label: 'WHero',
  key: 'heroId',
  owner: 'playerId',
  version: true,
  softDelete: true,
  schema: z.object({
    heroId: id('her'),
    playerId: id('ply'),
    name: z.string().min(1).max(40),
    level: z.int().min(1).max(100).default(1),
    energy: z.number().optional(),
    tags: z.array(z.string().max(9)).max(4).default([]),
    notes: z.record(z.string(), z.number()).optional(),
    born: z.date().optional(),
    alias: z.string().optional(),
  }),
  unique: ['alias'],
  labels: ['WBeing', { label: 'WFamous', when: 'alias' }],
  storedAs: { label: 'W_HERO', fields: { name: 'hero_name' } },
  relationships: {
    at: {
      type: 'W_AT',
      direction: 'out',
      to: 'WPlace',
      one: true,
      properties: z.object({ since: z.date(), why: z.string().optional() }),
    },
    knows: {
      type: ['W_LIKES', 'W_FEARS'],
      direction: 'out',
      to: 'WHero',
      properties: z.object({ strength: z.number().optional() }),
    },
    owns: { type: 'W_OWNS', direction: 'out', to: 'WThing' },
    guards: { type: 'W_GUARDS', direction: 'out', to: 'WPlace' },
  },
});

export const Place = defineNode({
  label: 'WPlace',
  key: 'placeId',
  naturalKey: true,
  shared: true,
  schema: z.object({ placeId: z.string().min(1), name: z.string(), size: z.int().default(1) }),
  relationships: {
    visitors: {
      type: 'W_AT',
      direction: 'in',
      to: 'WHero',
      properties: z.object({ since: z.date(), why: z.string().optional() }),
    },
    near: { type: 'W_NEAR', direction: 'none', to: 'WPlace' },
    guard: { type: 'W_GUARDS', direction: 'in', to: 'WHero', one: true },
  },
});

const Thing = defineAbstract({
  label: 'WThing',
  owner: 'playerId',
  schema: z.object({ playerId: id('ply'), weight: z.int() }),
});

export const Sword = defineNode({
  label: 'WSword',
  key: 'swordId',
  owner: 'playerId',
  naturalKey: true,
  labels: ['WThing'],
  schema: z.object({ swordId: z.string(), playerId: id('ply'), weight: z.int(), edge: z.string() }),
});

export const heroGraph = defineGraph(Hero, Place, Thing, Sword);
export type HeroGraph = typeof heroGraph;

/** A store of heroes for the tests of one `describe`. Every key is new, since the servers are shared. */
export const heroStore = (engine: TestEngine, options?: Partial<GraphOptions<HeroGraph>>) => {
  let store: GraphStore<HeroGraph>;
  const statements: StatementEvent[] = [];
  beforeAll(async () => {
    store = await engine.open(heroGraph, {
      // Many rows take their time where two cores are shared.
      guard: { ...guard, timeoutMs: 60_000 },
      onStatement: (event) => void statements.push(event),
      ...options,
    });
  });
  afterAll(() => store.close());
  const heroes = () => store.repo(Hero);
  const places = () => store.repo(Place);
  return {
    store: () => store,
    statements,
    heroes,
    places,
    swords: () => store.repo(Sword),
    hero: (values: { playerId?: string; name?: string; alias?: string } = {}) =>
      heroes().create({ playerId: newId('ply'), name: 'Ada', ...values }),
    place: () => places().create({ placeId: newPlace(), name: 'Inn' }),
  };
};

/** Calls a method with what its type does not allow. */
export const callWith = async (method: (...args: never[]) => unknown, ...args: unknown[]): Promise<unknown> =>
  Reflect.apply(method, undefined, args);

export const newPlace = (): string => newId('plc');
