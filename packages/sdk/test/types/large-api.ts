const NODES = 30;
const SHIFTS = [1, 7, 13];
const indexes = Array.from({ length: NODES }, (_, index) => index);
const label = (index: number): string => `Node${index % NODES}`;

const relationship = (name: string, to: string, at: number): string =>
  `    ${name}: { type: 'LINK_${at}', direction: 'out', to: '${to}'${
    at === 0 ? ', properties: z.object({ weight: z.number() })' : ''
  }${at === 1 ? ', one: true' : ''} },`;

const definition = (index: number): string => `
const ${label(index)} = defineNode({
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

/** What somebody writes with each resource. */
const use = (index: number): string => `
{
  const resource = gk.nodes.n${index};
  const made = await resource.create({ playerId: 'p', name: 'x' });
  await resource.createMany({ items: [{ playerId: 'p', name: 'x' }] });
  await resource.upsert({ nodeId: 'n', playerId: 'p', name: 'x', share: null });
  await resource.patch({ nodeId: 'n', changes: { level: { increment: 1 }, share: null, tags: { push: 'x' } } });
  await resource.remove({ nodeId: 'n' });
  await resource.relate({ from: { nodeId: 'a' }, relationship: 'link0', to: { nodeId: 'b' }, $link: { weight: 1 } });
  const page = await resource.list({
    where: { level: { gte: 2 }, OR: [{ name: { startsWith: 'a' } }, { link0: { some: { $link: { weight: 1 }, kind: 'a' } } }] },
    orderBy: { level: 'desc' },
    include: { link0: { limit: 5, include: { link1: { select: { name: true } } } }, link2: true },
    omit: { settings: true },
  });
  const one = await resource.get({ nodeId: 'n', include: { link1: true } });
  const figures = await resource.aggregate({ count: true, sum: ['level'] });
  const weight: number | undefined = page.items[0]?.link0[0]?.$link.weight;
  const name: string | undefined = page.items[0]?.link0[0]?.link1?.name;
  const level: number | undefined = one.link1?.level;
  seen(made.level, weight, name, level, figures.sum.level);
}`;

/** A program that would compile too if all of it were any. */
const refused = `
export const wrong = async () => {
  // @ts-expect-error there is no such field
  await gk.nodes.n0.create({ playerId: 'p', name: 'x', nope: 1 });
  // @ts-expect-error there is no such relationship
  await gk.nodes.n0.get({ nodeId: 'x', include: { nope: true } });
  // @ts-expect-error this relationship has a weight
  await gk.nodes.n0.relate({ from: { nodeId: 'a' }, relationship: 'link0', to: { nodeId: 'b' } });
  // @ts-expect-error a sum was not asked for
  (await gk.nodes.n0.aggregate({ count: true })).sum;
  // @ts-expect-error there are reads alone
  await gk.nodes.read.create({ playerId: 'p', name: 'x' });
};`;

/** The use of a client of 30 resources, whose nodes are joined in cycles. */
export const largeApi = `
import { id } from '@graphkeep/contract';
import { z } from 'zod';
import { defineGraph, defineNode } from '@graphkeep/models';
import { resourceRouter } from '@graphkeep/api';
import type { ClientOf } from '@graphkeep/sdk';
${indexes.map(definition).join('')}
const all = defineGraph(${indexes.map(label).join(', ')});
type All = typeof all;
interface Large extends All {}
const graph: Large = all;
const nodes = {
${indexes.map((index) => `  n${index}: resourceRouter(graph, '${label(index)}', { domain: 'large' }),`).join('\n')}
  read: resourceRouter(graph, 'Node0', { domain: 'large', only: ['get', 'list'] }),
};
interface Client extends ClientOf<{ nodes: typeof nodes }> {}
declare const gk: Client;
declare const seen: (...values: (number | string | undefined)[]) => void;
export const right = async () => {${indexes.map(use).join('')}};
${refused}
`;
