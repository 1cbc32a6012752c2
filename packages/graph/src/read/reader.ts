import { GraphkeepError } from '@graphkeep/core';
import type { NodeDefinition } from '@graphkeep/models';
import { decodeFields, type Entity } from '../decode.ts';
import type { Row, Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { columnsOf, keyColumns } from '../statements/column.ts';
import { type Layout, layoutOf, projected } from '../statements/projection.ts';
import type { Reading } from '../statements/read.ts';
import { isPlain, wrong } from '../statements/values.ts';
import { type Found, homes, loadIncludes } from './includes.ts';

/** What of a node is wanted, before its definition gives it types. */
export interface UntypedProjection {
  readonly include?: object;
  readonly select?: object;
  readonly omit?: object;
  readonly withDeleted?: boolean;
}

/** How one label is read from one ground. */
export interface Reader {
  readonly ground: Ground;
  readonly definition: NodeDefinition;
  /** What its statements have in common. */
  reading(withDeleted: boolean | undefined): Reading;
  layout(projection: UntypedProjection, needed?: readonly string[]): Layout;
  /** With an include several statements are needed, and they must see one state. */
  consistently<T>(include: object | undefined, work: (run: Run) => Promise<T>): Promise<T>;
  entity(layout: Layout, row: Row): Entity;
  /** The entities of rows, with what is included. */
  entities(run: Run, layout: Layout, rows: readonly Row[], include: object | undefined): Promise<Entity[]>;
}

export const openReader = (ground: Ground, definition: NodeDefinition): Reader => {
  const { graph, codec, owner } = ground;
  const scope = { graph, owner };
  const columns = columnsOf(graph, definition);
  const keys = keyColumns(graph, definition);
  const present: Reading = { definition, scope, codec, withDeleted: false };
  return {
    ground,
    definition,
    reading: (withDeleted) => (withDeleted === true ? { ...present, withDeleted } : present),
    layout: (projection, needed = []) => {
      const wanted = projected(columns, projection);
      const own = needed.flatMap((name) => columns.get(name) ?? []);
      return layoutOf(wanted, isAsked(projection.include) ? [...own, ...keys] : own);
    },
    consistently: (include, work) =>
      isAsked(include) ? ground.transaction('read', work) : work(ground.read),
    entity: (layout, row) => decodeFields(layout.fields, row, codec),
    entities: async (run, layout, rows, include) => {
      const entities = rows.map((row) => decodeFields(layout.fields, row, codec));
      if (!isAsked(include)) return entities;
      const homeOf = homes(graph, definition, layout.indexOf);
      const found = entities.map((entity, index): Found => ({ ...homeOf(rows[index] ?? []), entity }));
      await loadIncludes({ scope, codec, run }, definition, found, include);
      return entities;
    },
  };
};

/** Whether an include names anything, so that more than one statement is needed. */
export const isAsked = (include: object | undefined): include is object =>
  include !== undefined && Object.keys(include).length > 0;

/** An input with options of these names alone: a misspelt `were` must not find everything. */
export const assertOptions = (input: unknown, names: ReadonlySet<string>): void => {
  if (!isPlain(input)) throw new GraphkeepError('invalid_input', 'The input must be an object.');
  for (const name of Object.keys(input))
    if (!names.has(name)) throw wrong(name, `${name} is no option here: there are ${[...names].join(', ')}.`);
};
