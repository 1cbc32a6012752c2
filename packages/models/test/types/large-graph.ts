const NODES = 30;
const SHIFTS = [1, 7, 13];

const label = (index: number): string => `Node${index % NODES}`;

const definition = (index: number): string => `
export const ${label(index)} = defineNode({
  label: '${label(index)}',
  key: 'nodeId',
  owner: 'playerId',
  schema: z.object({
    nodeId: id('n${String.fromCharCode(97 + (index % 26))}${String.fromCharCode(97 + Math.floor(index / 26))}'),
    playerId: id('ply'),
    name: z.string(),
    kind: z.enum(['a', 'b', 'c']).default('a'),
    level: z.int().default(1),
    share: z.number().optional(),
    isActive: z.boolean().default(true),
    at: z.date().optional(),
    tags: z.array(z.string()).default([]),
    settings: z.object({ depth: z.int().default(1), names: z.array(z.string()) }).optional(),
  }),
  unique: ['name'],
  version: ${index % 2 === 0},
  relationships: {
${SHIFTS.map((shift, at) => relationship(`link${at}`, label(index + shift), at)).join('\n')}
  },
});`;

const relationship = (name: string, to: string, at: number): string =>
  `    ${name}: { type: 'LINK_${at}', direction: 'out', to: '${to}'${
    at === 0 ? ', properties: z.object({ weight: z.number() })' : ''
  }${at === 1 ? ', one: true' : ''} },`;

/** What somebody writes with each node: create, patch, a filter, and an include of two levels. */
const use = (index: number): string => `
{
  const l = '${label(index)}' as const;
  create(l, { playerId: 'p', name: 'x', link0: { create: { playerId: 'p', name: 'y', $link: { weight: 1 } } } });
  patch(l, { level: { increment: 1 }, share: null, tags: { push: 'x' } });
  const rows = find(l, {
    where: { level: { gte: 2 }, OR: [{ name: { startsWith: 'a' } }, { link0: { some: { $link: { weight: 1 }, kind: 'a' } } }] },
    orderBy: { level: 'desc' },
    include: { link0: { limit: 5, include: { link1: { select: { name: true } } } }, link2: true },
    omit: { settings: true },
  });
  const weight: number | undefined = rows[0]?.link0[0]?.$link.weight;
  const name: string | undefined = rows[0]?.link0[0]?.link1?.name;
  const level: number | undefined = rows[0]?.link2[0]?.level;
  seen(weight, name, level);
}`;

const indexes = Array.from({ length: NODES }, (_, index) => index);

/** A program over a cyclic graph of 30 nodes with three relationships each. */
export const largeGraph = (models: string): string => `
import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { type CreateOf, defineGraph, defineNode, type EntityOf, type FindInput, type IncludeOf, type LoadedOf, type NestedCreateOf, type PatchOf, type SelectOf } from '${models}';
${indexes.map(definition).join('')}
const nodes = defineGraph(${indexes.map(label).join(', ')});
type Nodes = typeof nodes;
export interface Large extends Nodes {}
type Nothing = Record<never, never>;
type L = keyof Large & string;
declare const create: <const N extends L>(label: N, input: NestedCreateOf<Large, N>) => EntityOf<Large[N]>;
declare const patch: <const N extends L>(label: N, changes: PatchOf<Large[N]>) => void;
declare const find: <
  const N extends L,
  const I extends IncludeOf<Large, N> = Nothing,
  const S extends SelectOf<EntityOf<Large[N]>> = Nothing,
  const O extends SelectOf<EntityOf<Large[N]>> = Nothing,
>(label: N, input: FindInput<Large, N, I, S, O>) => readonly LoadedOf<Large, N, I, S, O>[];
declare const seen: (...values: unknown[]) => void;
export type Made = CreateOf<Large['Node0']>;
${indexes.map(use).join('')}
`;
