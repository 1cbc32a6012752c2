import { cypher } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { estateOf, infraDomain, profileGraph, storeEstate } from '../src/index.ts';
import { schemaChecks } from '../src/validation/checks/schema.ts';
import { LIMITS } from '../src/validation/validate.ts';

const neo4j = await testNeo4j({ schema: 'infra' });
const engines = [
  { name: 'embedded', environment: {} },
  ...(neo4j
    ? [
        {
          name: 'neo4j',
          environment: {
            NEO4J_URI: neo4j.url,
            NEO4J_USERNAME: neo4j.username,
            NEO4J_PASSWORD: neo4j.password,
          },
        },
      ]
    : []),
] as const;

describe.each(engines)('the graph on $name', { timeout: 60_000 }, ({ name, environment }) => {
  let opened: TestPlatform<typeof infraDomain.graph>;
  const platform = () => opened.as({ id: 'test', scopes: ['*'] });
  beforeAll(async () => {
    opened = await openTestPlatform({
      ...infraDomain,
      environment: { ...environment, GRAPHKEEP_DEADLINE_MS: '60s' },
    });
    await storeEstate(platform(), estateOf({ services: 10, faults: false }));
  }, 60_000);
  afterAll(() => opened[Symbol.asyncDispose]());

  it("tells what each statement of the estate's queries costs", async () => {
    // A server makes a plan of each statement for the first time, which takes it long.
    const { engine, queries, notes } = await profileGraph(
      platform(),
      name === 'neo4j' ? { queries: ['clusters', 'criticalPaths'] } : {},
    );
    expect(engine).toBe(name);
    expect(queries).toHaveLength(name === 'neo4j' ? 2 : 8);
    for (const { name: query, statements, problem } of queries) {
      expect(problem, query).toBeUndefined();
      expect(statements.length, query).toBeGreaterThan(0);
      for (const { dbHits, text } of statements) {
        expect(text).toContain('MATCH');
        if (name === 'embedded') expect(dbHits).toBeNull();
        else expect(dbHits).toBeTypeOf('number');
      }
    }
    const hits = queries.flatMap(({ statements }) => statements.map(({ dbHits }) => dbHits ?? 0));
    expect(Math.max(...hits) > 0).toBe(name === 'neo4j');
    expect(notes[0]?.includes('no hits')).toBe(name === 'embedded');
  });

  it('is not looked at for those who own a part of it', () => {
    const owned = opened.as({ id: 'player', scopes: ['*'], owner: 'ply_1' });
    expect(() => owned.graphCare).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });

  // The embedded engine takes no statement that drops one.
  if (name !== 'neo4j') return;
  it('is found without a constraint', async () => {
    const schema = schemaChecks.find(({ needs }) => String(needs) === 'graph');
    const look = () =>
      schema?.look({ estate: platform(), sql: platform().sql, now: new Date(), limits: LIMITS });
    expect(await look()).toMatchObject({ result: 'passed' });
    await platform().query(cypher`DROP CONSTRAINT service_name`, {
      rows: z.object({}),
      writes: ['Service'],
      changes: [],
    });
    expect(await look()).toMatchObject({
      result: 'failed',
      details: 'the unique constraint service_name on :Service(name) is missing.',
    });
    await platform().graphCare.schema.apply();
    expect(await look()).toMatchObject({ result: 'passed' });
  });
});
