import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineAbstract, defineGraph, defineNode } from '../src/index.ts';

/** A small graph that has one of each: abstract nodes, several types, encrypted fields, other names in the database. */
const Store = defineAbstract({
  label: 'Store',
  shared: true,
  schema: z.object({ status: z.string(), region: z.string().optional() }),
  relationships: { users: { type: ['READS', 'WRITES'], direction: 'in', to: 'App' } },
});
const Disk = defineNode({
  label: 'Disk',
  key: 'arn',
  naturalKey: true,
  shared: true,
  labels: ['Store'],
  schema: z.object({ arn: z.string().min(1), status: z.string(), region: z.string() }),
});
const Machine = defineNode({
  label: 'Machine',
  key: 'machineId',
  shared: true,
  labels: [{ label: 'Store', when: 'edition' }],
  schema: z.object({
    machineId: id('mch'),
    status: z.string(),
    region: z.string().optional(),
    edition: z.string().optional(),
  }),
});
const App = defineNode({
  label: 'App',
  key: 'appId',
  shared: true,
  version: true,
  softDelete: true,
  schema: z.object({
    appId: id('app'),
    name: z.string().min(1).max(40),
    mode: z.enum(['on', 'off']).default('on'),
    size: z.int().min(0).default(1),
    ratio: z.number().optional(),
    live: z.boolean().default(false),
    since: z.date().optional(),
    tags: z.array(z.string()).default([]),
    points: z.array(z.number()).length(3).optional(),
    secret: z.string().optional(),
    token: z.string().min(4).optional(),
    settings: z.object({ depth: z.int().default(1) }).optional(),
  }),
  unique: ['name', 'token'],
  indexes: [['mode', 'createdAt']],
  encrypted: ['secret', 'token'],
  fullText: ['name'],
  vectors: { points: { dimensions: 3 } },
  storedAs: {
    label: 'Application',
    fields: { size: 'app_size', createdAt: 'created' },
    keyConstraint: 'the_app',
  },
  relationships: {
    stores: {
      type: ['READS', 'WRITES'],
      direction: 'out',
      to: 'Store',
      properties: z.object({ weight: z.number().default(1) }),
      storedAs: { weight: 'w' },
    },
    needs: {
      type: 'NEEDS',
      direction: 'out',
      to: 'App',
      properties: z.object({ kind: z.string(), at: z.date().optional() }),
    },
    parent: { type: 'PART_OF', direction: 'out', to: 'App', one: true },
  },
});

const nodes = defineGraph(Store, Disk, Machine, App);
type Nodes = typeof nodes;
export interface Estate extends Nodes {}
export const estate: Estate = nodes;
export { App, Disk, Machine, Store };
