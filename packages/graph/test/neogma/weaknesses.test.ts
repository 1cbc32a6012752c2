import { newId } from '@graphkeep/contract';
import { testNeo4j } from '@graphkeep/services';
import neo4j, { type Driver, type ProfiledPlan } from 'neo4j-driver';
import { Neogma, type QueryRunner } from 'neogma';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GraphStore, openGraph, type StatementEvent } from '../../src/index.ts';
import { guard } from '../engines.ts';
import { neo4jOptions } from '../neo4j-options.ts';
import { neogmaModels } from './models.ts';
import { Order, type Shop, shop, User } from './shop.ts';

const server = await testNeo4j();

/** What Neogma does with a statement of the same meaning, and beside it what a repository does. */
describe.skipIf(!server)('where Neogma goes wrong', () => {
  let driver: Driver;
  let neogma: Neogma;
  let store: GraphStore<Shop>;
  let models: ReturnType<typeof neogmaModels>;
  const statements: StatementEvent[] = [];
  const users = () => store.repo(User);
  const orders = () => store.repo(Order);
  const made = (count: number) => Array.from({ length: count }, (_, index) => `user ${index}`);
  const count = async (match: string): Promise<number> => {
    const { records } = await driver.executeQuery(`MATCH ${match} RETURN count(*) AS count`);
    return Number(records[0]?.get('count'));
  };

  beforeAll(async () => {
    const { url = '', username = '', password = '' } = server ?? {};
    driver = neo4j.driver(url, neo4j.auth.basic(username, password));
    neogma = new Neogma({ url, username, password });
    models = neogmaModels(neogma);
    store = await openGraph({
      graph: shop,
      url,
      neo4j: neo4jOptions(password),
      guard,
      onStatement: (event) => void statements.push(event),
    });
  });
  beforeEach(async () => {
    await driver.executeQuery(
      'MATCH (n) WHERE n:NgUser OR n:NgOrder OR n:ShopUser OR n:ShopOrder DETACH DELETE n',
    );
  });
  afterAll(async () => {
    await store?.close();
    await neogma?.driver.close();
    await driver?.close();
  });

  it('drops a filter whose value is undefined, and deletes everything', async () => {
    await models.User.createMany(made(3).map((name, index) => ({ id: String(index), name })));
    await models.User.delete({ where: { id: undefined as unknown as string }, detach: true });
    expect(await count('(n:NgUser)')).toBe(0);

    await users().createMany(made(3).map((name) => ({ name })));
    const where = { name: undefined as unknown as string };
    await expect(users().removeMany(where)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'where.name',
    });
    expect(await count('(n:ShopUser)')).toBe(3);
  });

  it('makes nodes twice when some of many have others beside them', async () => {
    await models.User.createMany([
      { id: '1', name: 'a' },
      { id: '2', name: 'b', orders: { properties: [{ id: 'o' }] } },
      { id: '3', name: 'c' },
    ]);
    expect(await count('(n:NgUser)')).toBeGreaterThan(3);

    await users().createMany([
      { name: 'a' },
      { name: 'b', orders: { create: { title: 'o' } } },
      { name: 'c' },
    ]);
    expect(await count('(n:ShopUser)')).toBe(3);
    expect(await count('(:ShopUser {name: "b"})-[:ORDERED]->(:ShopOrder)')).toBe(1);
  });

  it('makes a longer statement of more rows, so that no plan is used twice', async () => {
    const theirs = recorded(neogma.queryRunner);
    const lengths: number[] = [];
    for (const rows of [2, 20]) {
      await models.User.createMany(
        made(rows).map((id) => ({ id, name: 'a', orders: { properties: [{ id }] } })),
      );
      lengths.push(theirs()[0].length);
    }
    expect(lengths[1]).toBeGreaterThan(5 * (lengths[0] ?? 0));

    for (const rows of [2, 20]) {
      statements.length = 0;
      await users().createMany(made(rows).map((name) => ({ name, orders: { create: { title: name } } })));
      lengths.push(statements.reduce((all, { text }) => all + text.length, 0));
    }
    expect(lengths[3]).toBe(lengths[2]);
  });

  it('merges by all properties, so that a new name makes a second node of the same key', async () => {
    for (const name of ['old', 'new']) await models.User.createMany([{ id: '1', name }], { merge: true });
    expect(await count('(n:NgUser {id: "1"})')).toBe(2);

    const userId = newId('usr');
    for (const name of ['old', 'new']) await users().upsert({ userId, name });
    expect(await count(`(n:ShopUser {userId: "${userId}"})`)).toBe(1);
    expect((await users().get({ userId })).name).toBe('new');
  });

  it('joins nothing more to a node once one of its targets is missing', async () => {
    await models.Order.createOne({ id: 'o' });
    const where = ['missing', 'o'].map((id) => ({ params: { id } }));
    await models.User.createOne({ id: '1', name: 'a', orders: { where } });
    expect(await count('(:NgUser)-[:ORDERED]->()')).toBe(0);

    const orderId = newId('ord');
    await expect(users().create({ name: 'a', orders: { connect: { orderId } } })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await count('(n:ShopUser)')).toBe(0);
  });

  it('makes a relationship again each time', async () => {
    await models.User.createOne({ id: '1', name: 'a' });
    await models.Order.createOne({ id: 'o' });
    const where = { source: { id: '1' }, target: { id: 'o' } };
    for (let time = 0; time < 2; time++) await models.User.relateTo({ alias: 'orders', where });
    expect(await count('(:NgUser)-[r:ORDERED]->(:NgOrder)')).toBe(2);

    const user = await users().create({ name: 'a' });
    const order = await orders().create({ title: 'o' });
    for (let time = 0; time < 2; time++)
      await users().relate({ userId: user.userId }, 'orders', { orderId: order.orderId });
    expect(await count('(:ShopUser)-[r:ORDERED]->(:ShopOrder)')).toBe(1);
  });

  it('loads all related nodes before it takes the first of them', async () => {
    const all = 2_000;
    const { userId } = await users().create({ name: 'x' });
    await driver.executeQuery(
      `MATCH (own:ShopUser {userId: $userId}) CREATE (user:NgUser {id: '1'}) WITH own, user UNWIND range(1, $all) AS i
       CREATE (user)-[:ORDERED]->(:NgOrder {id: toString(i)})
       CREATE (own)-[:ORDERED]->(:ShopOrder {orderId: 'ord_' + i, title: 'x', createdAt: datetime(), updatedAt: datetime()})`,
      { userId, all: neo4j.int(all) },
    );
    const theirs = recorded(neogma.queryRunner);
    const [user] = await models.User.findMany({ relationships: { orders: { limit: 5 } } });
    expect(user?.orders).toHaveLength(5);
    const [statement, parameters] = theirs();
    const { summary } = await driver.executeQuery(`PROFILE ${statement}`, parameters);
    expect(summary.profile && rowsOf(summary.profile)).toBeGreaterThanOrEqual(all);

    statements.length = 0;
    const own = await users().get({ userId, include: { orders: { limit: 5 } } });
    expect(own.orders).toHaveLength(5);
    expect(statements.map(({ rows }) => rows).every((rows) => rows <= 6)).toBe(true);
    expect(statements.some(({ text }) => /LIMIT \$/.test(text))).toBe(true);
  });

  it('writes a direction of an order into the statement as it comes', async () => {
    const theirs = recorded(neogma.queryRunner);
    const direction = 'ASC, count { MATCH () } DESC' as 'ASC';
    await models.User.findMany({ order: [['name', direction]] }).catch(() => undefined);
    expect(theirs()[0]).toContain(direction);

    await expect(users().find({ orderBy: { name: direction as 'asc' } })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'orderBy.name',
    });
  });

  it('cannot remove a value, and sends half a statement where there is nothing to change', async () => {
    await models.User.createOne({ id: '1', name: 'a', nick: 'x' });
    const where = { id: '1' };
    await expect(models.User.update({ nick: null as unknown as string }, { where })).rejects.toThrow();
    await expect(models.User.update({}, { where })).rejects.toThrow();

    const { userId } = await users().create({ name: 'a', nick: 'x' });
    expect(await users().patch({ userId }, { nick: null })).not.toHaveProperty('nick');
    await expect(users().patch({ userId }, {})).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('cannot keep a date, nor say so', async () => {
    const at = new Date('2024-02-29T12:00:00.000Z');
    await models.User.createOne({ id: '1', name: 'a', at: at as unknown as string }).catch(() => undefined);
    const [kept] = await models.User.findMany({ where: { id: '1' }, plain: true });
    expect(kept?.at).not.toEqual(at);

    const { userId } = await users().create({ name: 'a', at });
    expect((await users().get({ userId })).at).toEqual(at);
  });

  it('turns parameters into JSON, and collapses the white space of a text', async () => {
    await expect(neogma.queryRunner.run('RETURN $value AS value', { value: 1n })).rejects.toThrow(/BigInt/);
    const { records } = await neogma.queryRunner.run("RETURN 'a  b' AS text");
    expect(records[0]?.get('text')).toBe('a b');

    const { userId } = await users().create({ name: 'a  b' });
    expect((await users().find({ where: { name: 'a  b' } })).items.map((user) => user.userId)).toEqual([
      userId,
    ]);
  });

  it('cannot work within a transaction that the driver manages', async () => {
    const session = driver.session();
    const within = session.executeRead((transaction) =>
      neogma.getTransaction(transaction as unknown as Parameters<Neogma['getTransaction']>[0], async () => 1),
    );
    await expect(within).rejects.toThrow(TypeError);
    await session.close();

    const names = await store.transaction(async (repositories) => {
      await repositories.repo(User).create({ name: 'a' });
      return (await repositories.repo(User).find()).items.map(({ name }) => name);
    });
    expect(names).toEqual(['a']);
  });
});

/** Remembers the statements of a runner; answers the newest one. */
const recorded = (runner: QueryRunner): (() => [string, object]) => {
  const run = runner.run.bind(runner);
  let newest: [string, object] = ['', {}];
  runner.run = (statement, parameters, existing) => {
    newest = [statement, parameters ?? {}];
    return run(statement, parameters, existing);
  };
  return () => newest;
};

/** The most rows that any part of a plan has passed on. */
const rowsOf = ({ rows, children }: ProfiledPlan): number => Math.max(rows, ...children.map(rowsOf));
