import { newId } from '@graphkeep/contract';
import { cypher } from '@graphkeep/graph';
import { Player, storyGraph } from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AuditEvent, pseudonymOf } from '../../src/index.ts';
import { openTestPlatform } from '../../src/testing/index.ts';

const neo4j = await testNeo4j({ schema: 'story' });
const engines = [
  { name: 'embedded', shared: false, environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j
    ? [
        {
          name: 'neo4j',
          shared: true,
          environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password },
        },
      ]
    : []),
];

const event = (owner: string, action = 'story.sessions.load'): AuditEvent => ({
  action,
  access: 'read',
  owner,
  subject: `Player/${owner}`,
  outcome: 'ok',
  details: { rows: 3 },
});
const nothing = { rows: z.object({}), writes: [] };

describe.each(engines)('the audit on $name', ({ environment, shared }) => {
  let minute = 0;
  const open = (settings: Record<string, string> = {}) =>
    openTestPlatform({
      graph: storyGraph,
      environment: { GRAPHKEEP_SECRET: 'a root secret of thirty-two letters', ...environment, ...settings },
      now: () => new Date(Date.UTC(2026, 0, 1, 0, minute++)),
    });
  const openEmpty = async (settings: Record<string, string> = {}) => {
    const platform = await open(settings);
    const system = platform.as({ id: 'system', scopes: ['*'] });
    await system.query(
      cypher`MATCH (n) WHERE n:GraphkeepAuditRecord OR n:GraphkeepAuditChain DETACH DELETE n`,
      nothing,
    );
    return { platform, system };
  };

  it.each([2, 4])(
    'is written for more transactions and reads than there are connections (%d)',
    async (size) => {
      const { platform } = await openEmpty({ GRAPHKEEP_GRAPH_POOL_SIZE: String(size) });
      await using _ = platform;
      const reading = Promise.all(
        Array.from({ length: 200 }, () => platform.asSystem('a test').repo(Player).count()),
      );
      await Promise.all(
        Array.from({ length: 24 }, (_, index) => {
          const owner = newId('ply');
          const scope = platform.as({ id: owner, owner, scopes: ['story:*'] });
          return scope.transaction(async () => {
            await scope
              .repo(Player)
              .create({ playerId: owner, username: `many-${index}-${owner.slice(-8)}` });
            await scope.audit.record(event(owner, 'story.players.create'));
          });
        }),
      );
      await reading;
      const { items } = await platform.as({ id: 'auditor', scopes: ['*'] }).audit.read({ limit: 200 });
      expect(items.filter(({ action }) => action === 'story.players.create')).toHaveLength(24);
    },
  );

  it('keeps who did what with whose data, and no id of the owner', async () => {
    const { platform } = await openEmpty();
    await using _ = platform;
    const owner = newId('ply');
    const doctor = platform.as({ id: 'doctor', scopes: ['story:*'] });
    await doctor.audit.record(event(owner));
    await platform.as({ id: owner, owner, scopes: [] }).audit.record(event(owner, 'story.privacy.export'));

    const { items, next } = await doctor.audit.read({ owner });
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { action: 'story.privacy.export', principal: pseudonymOf(owner) },
      {
        action: 'story.sessions.load',
        principal: 'doctor',
        owner: pseudonymOf(owner),
        subject: `Player/${pseudonymOf(owner)}`,
        details: { rows: 3 },
      },
    ]);
    expect(JSON.stringify(items)).not.toContain(owner);
  });

  it('is read by principal, owner, action and time, page by page', async () => {
    const { platform } = await openEmpty();
    await using _ = platform;
    const [ada, bob] = [newId('ply'), newId('ply')];
    const { audit } = platform.as({ id: 'doctor', scopes: [] });
    for (const owner of [ada, bob, ada]) await audit.record(event(owner));
    await platform.as({ id: 'nurse', scopes: [] }).audit.record(event(ada, 'story.goals.patch'));

    const all = await audit.read();
    expect(all.items).toHaveLength(4);
    expect((await audit.read({ principal: 'nurse' })).items).toHaveLength(1);
    expect((await audit.read({ owner: ada })).items).toHaveLength(3);
    expect((await audit.read({ owner: pseudonymOf(bob) })).items).toHaveLength(1);
    expect((await audit.read({ action: 'story.goals.*' })).items).toHaveLength(1);
    expect((await audit.read({ action: 'story.goals' })).items).toHaveLength(0);
    const second = all.items[2]?.at ?? new Date(0);
    expect((await audit.read({ from: second })).items).toHaveLength(3);
    expect((await audit.read({ until: second })).items).toHaveLength(1);

    const first = await audit.read({ limit: 3 });
    const rest = await audit.read({ limit: 3, after: first.next ?? '' });
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.next).toBeNull();
  });

  it('keeps every entry of many callers at once, in one unbroken chain for each process', async () => {
    const { platform } = await openEmpty();
    await using _ = platform;
    await using other = await open();
    const owner = newId('ply');
    const write = ({ as }: typeof platform) =>
      Promise.all(
        Array.from({ length: 300 }, () => as({ id: 'job', scopes: [] }).audit.record(event(owner))),
      );
    await Promise.all([write(platform), write(other)]);
    const { audit } = platform.as({ id: 'auditor', scopes: [] });
    expect(await audit.verify()).toMatchObject({
      intact: true,
      unknownSeals: [],
      ...(shared ? { chains: 2, entries: 600 } : { chains: 1, entries: 300 }),
    });
  });

  it('belongs to no transaction around it: what was tried stays known', async () => {
    const { platform, system } = await openEmpty();
    await using _ = platform;
    const failed = system.transaction(async () => {
      await system.audit.record(event(newId('ply')));
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect((await system.audit.read()).items).toHaveLength(1);
  });

  const tampered = [
    {
      what: 'an entry is changed',
      statement: cypher`MATCH (n:GraphkeepAuditRecord) WHERE n.place = ${3} SET n.principal = ${'nobody'}`,
      problem: { kind: 'changed', place: 3 },
    },
    {
      what: 'an entry is taken out',
      statement: cypher`MATCH (n:GraphkeepAuditRecord) WHERE n.place = ${2} DELETE n`,
      problem: { kind: 'missing', place: 2 },
    },
    {
      what: 'the last entry is taken out',
      statement: cypher`MATCH (n:GraphkeepAuditRecord) WHERE n.place = ${5} DELETE n`,
      problem: { kind: 'missing', place: 5 },
    },
    {
      what: 'an entry is put in',
      statement: cypher`MATCH (n:GraphkeepAuditRecord) WHERE n.place = ${5} SET n.place = ${6}`,
      problem: { kind: 'extra', place: 6 },
    },
    {
      what: 'the end is set back',
      statement: cypher`MATCH (n:GraphkeepAuditChain) SET n.last = ${4}`,
      problem: { kind: 'seal' },
    },
    {
      what: 'a whole chain is taken away',
      statement: cypher`MATCH (n:GraphkeepAuditChain) WHERE n.chain = ${'000000001'} DELETE n`,
      problem: { kind: 'missing', chain: '000000001' },
    },
  ];
  it.each(tampered)('shows it where $what', async ({ statement, problem }) => {
    const { platform, system } = await openEmpty();
    await using _ = platform;
    for (let n = 0; n < 5; n++) await system.audit.record(event(newId('ply')));
    await using other = await open();
    await other.as({ id: 'other', scopes: [] }).audit.record(event(newId('ply')));
    expect(await system.audit.verify()).toMatchObject({
      intact: true,
      entries: shared ? 6 : 5,
    });
    await system.query(statement, nothing);
    expect(await system.audit.verify()).toMatchObject({ intact: false, problem });
  });

  it('refuses what it cannot keep', async () => {
    const { platform, system } = await openEmpty();
    await system.audit.record(event(newId('ply')));
    await platform.close();
    await expect(system.audit.record(event(newId('ply')))).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The audit cannot be written now, and what cannot be audited is not done.',
    });
  });

  it('can be verified after old entries were removed', async () => {
    const { platform, system } = await openEmpty();
    await using _ = platform;
    for (let n = 0; n < 5; n++) await system.audit.record(event(newId('ply')));
    const { items } = await system.audit.read();
    expect(await system.audit.trim(items[1]?.at ?? new Date(0))).toBe(3);
    expect((await system.audit.read()).items).toEqual(items.slice(0, 2));
    await system.audit.record(event(newId('ply')));
    expect(await system.audit.verify()).toMatchObject({ intact: true, entries: 3 });
    expect(await system.audit.trim(new Date(Date.UTC(2030, 0)))).toBe(3);
    expect(await system.audit.verify()).toMatchObject({ intact: true, entries: 0 });
  });

  it('goes on where its time was over', async () => {
    const { platform, system } = await openEmpty();
    await using _ = platform;
    await system.audit.record(event(newId('ply')));
    const cut = await system.audit.verify({ timeBudgetMs: 0 });
    expect(cut).toMatchObject({ intact: true, chains: 0, next: '000000001' });
    expect(await system.audit.verify({ from: cut.next ?? '' })).toMatchObject({ chains: 1, entries: 1 });
  });
});
