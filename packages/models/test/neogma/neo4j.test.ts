import { newId } from '@graphkeep/contract';
import { testNeo4j } from '@graphkeep/services';
import neo4j, { type Driver } from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindNeogma } from '../../src/neogma/index.ts';
import { storyGraph } from '../../src/story/index.ts';

const server = await testNeo4j();

describe.skipIf(!server)('on Neo4j', () => {
  let driver: Driver;
  const playerId = newId('ply');
  const [ada, bo] = [newId('chr'), newId('chr')];
  beforeAll(async () => {
    driver = neo4j.driver(
      server?.url ?? '',
      neo4j.auth.basic(server?.username ?? '', server?.password ?? ''),
    );
    await driver.executeQuery(
      `CREATE (a:Character {characterId: $ada, playerId: $playerId, name: 'Ada  L', level: 3, background: '{"traits":["brave"]}', createdAt: datetime()}),
              (b:Character {characterId: $bo, playerId: $playerId, name: 'Bo', level: 1}),
              (a)-[:KNOWS {strength: 0.5, kind: 'friend', updatedAt: datetime()}]->(b),
              (a)-[:REMEMBERS]->(:Memory {memoryId: $memoryId, playerId: $playerId, content: 'The lamp', emotionalWeight: 0.9})`,
      { ada, bo, playerId, memoryId: newId('mem') },
    );
  });
  afterAll(async () => {
    await driver.executeQuery('MATCH (n {playerId: $playerId}) DETACH DELETE n', { playerId });
    await driver.close();
  });

  it('reads nodes, relationships and what they lead to', async () => {
    const { models } = bindNeogma(storyGraph, { driver, timeoutMs: 5_000 });
    const { Character } = models;
    const one = await Character.findOne({
      where: { characterId: ada },
      relationships: { memories: { limit: 5 }, knows: {} },
    });
    expect(one?.name).toBe('Ada  L');
    expect(neo4j.isInt(one?.level) ? one.level.toNumber() : one?.level).toBe(3);
    expect(one?.memories?.[0]?.node.content).toBe('The lamp');
    expect(one?.knows?.[0]?.relationship.strength).toBe(0.5);
    const known = await Character.findRelationships({
      alias: 'knows',
      where: { source: { characterId: ada } },
    });
    expect(known.map(({ target }) => target.name)).toEqual(['Bo']);
    const plain = await Character.findMany({ where: { playerId }, order: [['name', 'DESC']], plain: true });
    expect(plain.map(({ name }) => name)).toEqual(['Bo', 'Ada  L']);
  });

  it('cannot write by the back door either', async () => {
    const { queryRunner } = bindNeogma(storyGraph, { driver });
    await expect(
      queryRunner.run('CREATE (:Character {playerId: $playerId})', { playerId }),
    ).rejects.toMatchObject({
      code: 'Neo.ClientError.Statement.AccessMode',
    });
  });

  it('joins a transaction that is given', async () => {
    const { models } = bindNeogma(storyGraph, { driver }, { writes: 'allow' });
    const session = driver.session();
    const transaction = session.beginTransaction();
    const where = { characterId: bo };
    await models.Character.update({ name: 'Bob' }, { where, session: transaction });
    await transaction.rollback();
    await session.close();
    expect((await models.Character.findOne({ where }))?.name).toBe('Bo');
    await models.Character.update({ name: 'Bob' }, { where });
    expect((await models.Character.findOne({ where }))?.name).toBe('Bob');
  });
});
