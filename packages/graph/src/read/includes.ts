import { limits } from '@graphkeep/contract';
import type { Graph, NodeDefinition } from '@graphkeep/models';
import { decodeFields, type Entity } from '../decode.ts';
import type { Codec, Run } from '../engine/engine.ts';
import { columnsOf, keyColumns, linkColumns } from '../statements/column.ts';
import { type Hop, includeStatement, reached } from '../statements/include.ts';
import { sortsOf } from '../statements/order.ts';
import { layoutOf, projected } from '../statements/projection.ts';
import type { Scope } from '../statements/scope.ts';
import { assertPlain, wrong } from '../statements/values.ts';

export interface IncludeContext {
  readonly scope: Scope;
  readonly codec: Codec;
  readonly run: Run;
}

/** A node that was read: which one it is, and the entity to put what is related to it into. */
export interface Found {
  readonly home: NodeDefinition;
  readonly key: unknown;
  readonly entity: Entity;
}

/**
 * Puts what an include names into the entities: one statement a relationship, however many entities there are. From an
 * abstract node it is one for each label, since keys are found by label.
 */
export const loadIncludes = async (
  context: IncludeContext,
  definition: NodeDefinition,
  found: readonly Found[],
  include: unknown,
  at = 'include',
  depth = 1,
): Promise<void> => {
  assertPlain(at, include);
  if (depth > limits.maxIncludeDepth)
    throw wrong('include', `Includes go ${limits.maxIncludeDepth} levels deep at most.`);
  for (const [name, asked] of Object.entries(include)) {
    if (asked === undefined) continue;
    const place = `${at}.${name}`;
    const hop = hopOf(context.scope, definition, name, asked, place);
    const related = await loadHop(context, hop, found);
    const inner = asked === true ? undefined : optionsOf(asked, place)['include'];
    if (inner !== undefined)
      await loadIncludes(context, hop.to, related, inner, `${place}.include`, depth + 1);
  }
};

/** A hop before it is known from which label. */
type OpenHop = Omit<Hop, 'from'>;

/** Sets the relationship's property of every entity, and answers all that was loaded. */
const loadHop = async (context: IncludeContext, hop: OpenHop, found: readonly Found[]): Promise<Found[]> => {
  const one = hop.relationship.one === true;
  const all: Found[] = [];
  for (const home of new Set(found.map((parent) => parent.home))) {
    const parents = found.filter((parent) => parent.home === home);
    const byKey = await loadFrom(context, { ...hop, from: home }, parents);
    for (const { key, entity } of parents) {
      const related = byKey.get(key) ?? [];
      all.push(...related);
      const entities = related.map((child) => child.entity);
      entity[hop.name] = one ? (entities[0] ?? null) : entities;
    }
  }
  return all;
};

const loadFrom = async (
  { scope, codec, run }: IncludeContext,
  hop: Hop,
  parents: readonly Found[],
): Promise<ReadonlyMap<unknown, Found[]>> => {
  const byKey = new Map<unknown, Found[]>();
  const keys = [...new Set(parents.map(({ key }) => key))];
  const layout = layoutOf(hop.columns, keyColumns(scope.graph, hop.to));
  const { rows } = await run(includeStatement({ ...hop, columns: layout.columns }, keys, scope, codec));
  const linkFields = hop.linkColumns.map(({ field }) => field);
  const homeOf = homes(scope.graph, hop.to, layout.indexOf);
  for (const [key, ...row] of rows) {
    const entity = decodeFields(layout.fields, row, codec);
    if (linkFields.length > 0) entity['$link'] = decodeFields(linkFields, row, codec, layout.columns.length);
    const related = byKey.get(key) ?? [];
    byKey.set(key, related);
    related.push({ ...homeOf(row), entity });
  }
  return byKey;
};

/** Tells of a row which node it is. */
export const homes = (
  graph: Graph,
  definition: NodeDefinition,
  indexOf: (name: string) => number,
): ((row: readonly unknown[]) => { readonly home: NodeDefinition; readonly key: unknown }) => {
  if (!definition.traits.abstract) {
    const index = indexOf(definition.key);
    return (row) => ({ home: definition, key: row[index] });
  }
  const [label, key] = [indexOf('$label'), indexOf('$key')];
  return (row) => ({ home: graph[String(row[label])] ?? definition, key: row[key] });
};

const options = new Set(['where', 'orderBy', 'limit', 'include', 'select', 'omit']);

const optionsOf = (asked: unknown, at: string): Readonly<Record<string, unknown>> => {
  if (asked === true) return {};
  assertPlain(at, asked);
  for (const name of Object.keys(asked))
    if (!options.has(name)) throw wrong(`${at}.${name}`, `${at}.${name} is no option of an include.`);
  return asked;
};

const hopOf = (scope: Scope, from: NodeDefinition, name: string, asked: unknown, at: string): OpenHop => {
  const relationship = Object.hasOwn(from.relationships, name) ? from.relationships[name] : undefined;
  const to = relationship && scope.graph[relationship.to];
  if (!relationship || !to) throw wrong(at, `${from.label} has no relationship ${name}.`);
  const { where = {}, orderBy = {}, limit = limits.includeSize, select, omit } = optionsOf(asked, at);
  assertPlain(`${at}.where`, where);
  assertPlain(`${at}.orderBy`, orderBy);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > limits.maxIncludeSize)
    throw wrong(`${at}.limit`, `${at}.limit must be 1 to ${limits.maxIncludeSize}.`);
  return {
    name,
    at,
    relationship,
    to,
    where,
    sorts: sortsOf(reached({ to, relationship }), orderBy, scope, `${at}.orderBy`),
    limit: relationship.one ? 1 : limit,
    columns: projected(columnsOf(scope.graph, to), { select, omit }, `${at}.`),
    linkColumns: [...linkColumns(relationship).values()],
  };
};
