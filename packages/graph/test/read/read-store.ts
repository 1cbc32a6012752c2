import { createSecretKey } from 'node:crypto';
import { type Graph, type LabelOf, linkFields, type NodeDefinition } from '@graphkeep/models';
import { afterAll, beforeAll } from 'vitest';
import type { Engine, Run, Statement } from '../../src/engine/engine.ts';
import type { Ground } from '../../src/ground.ts';
import { openReads, type Reads } from '../../src/read/reads.ts';
import { keyField } from '../../src/statements/column.ts';
import { Parameters, quote } from '../../src/statements/cypher.ts';
import { type BareEngine, call, write } from '../bare-engines.ts';

/** Reads of a graph on a bare engine, and the means to fill it: what is read here was not written by the code under test. */
export const readStore = <G extends Graph>(graph: G, bare: BareEngine) => {
  let engine: Engine;
  const statements: Statement[] = [];
  const watched =
    (run: Run): Run =>
    (statement) => {
      statements.push(statement);
      return run(statement);
    };
  beforeAll(async () => {
    engine = bare.open();
    await write(engine, 'MATCH (n) DETACH DELETE n');
  });
  afterAll(() => engine.close());

  const grounds = new Map<string | undefined, Ground>();
  const groundOf = (owner: string | undefined): Ground => {
    const ground: Ground = grounds.get(owner) ?? {
      graph,
      engine: engine.kind,
      codec: engine.codec,
      owner,
      now: () => new Date(),
      cursorKey: createSecretKey(Buffer.from('a key for tests')),
      recorded: () => {},
      read: watched((statement) => engine.read(statement, call())),
      transaction: (access, work) => engine.transaction(access, (run) => work(watched(run)), call()),
      current: () => undefined,
    };
    grounds.set(owner, ground);
    return ground;
  };
  const repo = <N extends G[LabelOf<G>]>(definition: N, owner?: string) =>
    openReads(groundOf(owner), definition) as unknown as Reads<G, N['label'] & LabelOf<G>>;

  const add = async (
    definition: NodeDefinition,
    values: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const parameters = new Parameters(engine.codec);
    const all: Record<string, unknown> = { createdAt: new Date(0), updatedAt: new Date(0), ...values };
    const properties = definition.fields.flatMap((field) =>
      all[field.name] === undefined
        ? []
        : [
            `${quote(field.stored)}: ${parameters.bind(field, all[field.name])}`,
            ...(field.blind ? [`${quote(field.blind)}: ${parameters.blind(field, all[field.name])}`] : []),
          ],
    );
    const labels = [definition.stored, ...definition.labels.map(({ label }) => label)];
    await write(
      engine,
      `CREATE (:${labels.map(quote).join(':')} {${properties.join(', ')}})`,
      parameters.values,
    );
  };

  /** Joins two nodes by their keys, over the first type of a relationship unless another is named. */
  const join = async (
    from: NodeDefinition,
    fromKey: string,
    name: string,
    to: NodeDefinition,
    toKey: string,
    { $type, ...properties }: { readonly $type?: string; readonly [name: string]: unknown } = {},
  ): Promise<void> => {
    const relationship = from.relationships[name];
    if (!relationship) throw new TypeError(`no relationship ${name}`);
    const parameters = new Parameters(engine.codec);
    const set = linkFields(relationship).flatMap((field) =>
      properties[field.name] === undefined
        ? []
        : [`${quote(field.stored)}: ${parameters.bind(field, properties[field.name])}`],
    );
    const type = $type ?? (typeof relationship.type === 'string' ? relationship.type : relationship.type[0]);
    const arrow = `-[:${quote(type ?? '')} {${set.join(', ')}}]-`;
    const match = (variable: string, node: NodeDefinition, key: string) =>
      `(${variable}:${quote(node.stored)} {${quote(keyField(node).stored)}: ${parameters.raw(key)}})`;
    await write(
      engine,
      `MATCH ${match('a', from, fromKey)}, ${match('b', to, toKey)} CREATE (a)${relationship.direction === 'in' ? `<${arrow}` : `${arrow}>`}(b)`,
      parameters.values,
    );
  };

  return { groundOf, repo, add, join, statements, engine: () => engine };
};
