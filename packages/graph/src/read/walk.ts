import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { AbstractKey, NodeDefinition } from '@graphkeep/models';
import { decodeFields, type Entity } from '../decode.ts';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { bounds } from '../statements/bounds.ts';
import { keyColumns, linkColumns } from '../statements/column.ts';
import { wrong } from '../statements/values.ts';
import { type Step, walkStatement } from '../statements/walk.ts';
import { homes } from './includes.ts';

/** A node on a walk, by what tells it from all others. */
export interface Place {
  readonly id: string;
  readonly home: NodeDefinition;
  readonly key: unknown;
}

export const placed = (home: NodeDefinition, key: unknown): Place => ({
  id: `${home.label}\0${String(key)}`,
  home,
  key,
});
export const addressOf = ({ home, key }: Place): AbstractKey => ({ $label: home.label, $key: String(key) });

/** A relationship that was walked over. */
export interface Passage {
  readonly relationship: string;
  readonly from: Place;
  readonly to: Place;
  readonly link: Entity | undefined;
}

/** What walks from some nodes have found so far. */
export interface Walk {
  /** In the order of their distance, the beginning first. */
  readonly places: Map<string, Place>;
  readonly passages: Passage[];
}

/** The names of relationships to follow; each must be one of some node of the graph. */
export const assertThrough = (ground: Ground, through: unknown): readonly string[] => {
  if (!Array.isArray(through) || through.length === 0)
    throw wrong('through', 'through must be a list of relationships.');
  const all = Object.values(ground.graph);
  for (const name of through)
    if (typeof name !== 'string' || !all.some(({ relationships }) => Object.hasOwn(relationships, name)))
      throw wrong('through', `No node of this graph has a relationship ${String(name)}.`);
  return through;
};

/**
 * One step further from each of these nodes, over all relationships of these names that it has: a statement for each label
 * and name. Answers the nodes that were not known before, and puts them and the relationships into the walk.
 */
export const walkOn = async (
  run: Run,
  ground: Ground,
  walk: Walk,
  frontier: readonly Place[],
  through: readonly string[],
): Promise<readonly Place[]> => {
  const passages: Passage[] = [];
  for (const step of stepsOf(ground, frontier, through)) {
    const own = frontier.filter(({ home }) => home === step.from);
    for (let at = 0; at < own.length; at += limits.maxListFilter)
      passages.push(...(await passagesOf(run, ground, step, own.slice(at, at + limits.maxListFilter))));
  }
  const order = new Map(frontier.map(({ id }, index) => [id, index]));
  // The engines answer in orders of their own.
  passages.sort(
    (a, b) => (order.get(a.from.id) ?? 0) - (order.get(b.from.id) ?? 0) || compareSteps(through, a, b),
  );
  const begun = new Set(order.keys());
  const fresh = new Map<string, Place>();
  for (const passage of passages) {
    if (isRepeated(ground, passage, walk, begun)) continue;
    walk.passages.push(passage);
    const { to } = passage;
    if (!walk.places.has(to.id)) fresh.set(to.id, to);
  }
  for (const [id, place] of fresh) walk.places.set(id, place);
  if (walk.places.size > bounds.visitedNodes)
    throw new GraphkeepError(
      'too_large',
      `More than ${bounds.visitedNodes} nodes lie within reach: ask for less depth, or fewer relationships.`,
    );
  return [...fresh.values()];
};

const compareSteps = (through: readonly string[], a: Passage, b: Passage): number =>
  through.indexOf(a.relationship) - through.indexOf(b.relationship) || (a.to.id < b.to.id ? -1 : 1);

const stepsOf = (ground: Ground, frontier: readonly Place[], through: readonly string[]): readonly Step[] =>
  [...new Set(frontier.map(({ home }) => home))].flatMap((from) =>
    through.flatMap((name) => {
      const relationship = Object.hasOwn(from.relationships, name) ? from.relationships[name] : undefined;
      const to = relationship && ground.graph[relationship.to];
      return relationship && to ? [{ name, from, relationship, to }] : [];
    }),
  );

const passagesOf = async (
  run: Run,
  ground: Ground,
  step: Step,
  own: readonly Place[],
): Promise<readonly Passage[]> => {
  const { graph, codec } = ground;
  const limit = bounds.visitedLinks + 1;
  const keys = own.map(({ key }) => key);
  const { rows } = await run(walkStatement(step, keys, limit, ground, codec));
  if (rows.length === limit)
    throw new GraphkeepError(
      'too_large',
      `More than ${bounds.visitedLinks} relationships ${step.name} lie within reach: ask for less depth.`,
    );
  const byKey = new Map(own.map((place) => [place.key, place]));
  const names = keyColumns(graph, step.to).map(({ field }) => field.name);
  const homeOf = homes(graph, step.to, (name) => 1 + names.indexOf(name));
  const fields = [...linkColumns(step.relationship).values()].map(({ field }) => field);
  return rows.flatMap((row) => {
    const from = byKey.get(row[0]);
    const { home, key } = homeOf(row);
    const link = fields.length > 0 ? decodeFields(fields, row, codec, 1 + names.length) : undefined;
    return from ? [{ relationship: step.name, from, to: placed(home, key), link }] : [];
  });
};

/** A relationship without a direction is found from both of its ends: it counts from the one that was reached first. */
const isRepeated = (ground: Ground, passage: Passage, walk: Walk, begun: ReadonlySet<string>): boolean => {
  const { relationship, from, to } = passage;
  const there = ground.graph[from.home.label]?.relationships[relationship];
  const back = to.home.relationships[relationship];
  if (there?.direction !== 'none' || back?.direction !== 'none') return false;
  if (begun.has(to.id)) return to.id < from.id;
  return walk.places.has(to.id);
};
