import { newId } from '@graphkeep/contract';
import { Character, Location, Message, Player, Session, storyGraph, World } from '@graphkeep/models/story';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { exportPart, exportPlayer, importArchive, importPart, storyDomain } from '../../src/index.ts';
import { ownedLinkKinds } from '../../src/privacy/archive/link-kinds.ts';
import { ownedDefinitions } from '../../src/privacy/owned-definitions.ts';
import { fullPlayer } from './full-player.ts';

const neo4j = await testNeo4j({ schema: 'story' });
const engines = [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j
    ? [{ name: 'neo4j', environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password } }]
    : []),
];
const markerOf = () => `Zq${newId('ply').slice(4, 26)}`;
const all = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const list: string[] = [];
  for await (const line of lines) list.push(line);
  return list;
};
const open = () => openTestPlatform({ ...storyDomain });
const kindsIn = (lines: readonly string[], kind: string) =>
  new Set(lines.map((line) => JSON.parse(line)[kind]).filter((name) => name !== undefined));
/** All that an archive says, but for when it was made and who has seen it. */
const contentOf = (lines: readonly string[]) =>
  lines.slice(1).filter((line) => !/^\{"copy":"(audit|cached values)"/.test(line));

describe.each(engines)('the archive of a player on $name', { timeout: 60_000 }, ({ environment }) => {
  const at = () => openTestPlatform({ ...storyDomain, environment });

  it('has a node of every definition with an owner, and every relationship', async () => {
    await using platform = await at();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const { playerId } = await fullPlayer(system, markerOf());
    const lines = await all(exportPlayer(system, { playerId }));
    for (const { definition } of ownedDefinitions(storyGraph))
      expect(kindsIn(lines, 'node'), definition.label).toContain(definition.label);
    expect(kindsIn(lines, 'shared')).toEqual(new Set(['World', 'Location']));
    const unused = ['opens'];
    for (const { name, own } of ownedLinkKinds(storyGraph))
      if (!unused.includes(name)) expect(kindsIn(lines, 'link'), `${own.label}.${name}`).toContain(name);
    for (const { relationship } of ownedLinkKinds(storyGraph))
      for (const schema of Object.values(relationship.properties?.shape ?? {}))
        expect(['string', 'number', 'int', 'date', 'boolean']).toContain(schema.type);
  });

  it('comes back elsewhere with the same ids, times and relationships, and the same again changes nothing', async () => {
    await using platform = await at();
    await using elsewhere = await open();
    const [here, there] = [platform, elsewhere].map((one) => one.as({ id: 'system', scopes: ['*'] }));
    if (!here || !there) throw new Error('There are two platforms.');
    const { playerId, characterId, sessionId } = await fullPlayer(here, markerOf());
    const lines = await all(exportPlayer(here, { playerId }));

    const first = await importArchive(there, lines);
    expect(first).toMatchObject({ missing: 0, skipped: 0, nodes: { Player: 1, Character: 2, World: 1 } });
    const again = await all(exportPlayer(there, { playerId }));
    expect(contentOf(again).toSorted()).toEqual(contentOf(lines).toSorted());
    const session = await there.repo(Session).get({ sessionId, include: { character: true } });
    expect(session.character?.characterId).toBe(characterId);
    expect(session.createdAt).toEqual((await here.repo(Session).get({ sessionId })).createdAt);

    expect(await importArchive(there, lines)).toMatchObject({ skipped: 2 });
    expect(contentOf(await all(exportPlayer(there, { playerId }))).toSorted()).toEqual(
      contentOf(lines).toSorted(),
    );
  });
});

describe('the archive of a player', () => {
  it('leaves what is newer', async () => {
    await using platform = await open();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const { playerId, characterId } = await fullPlayer(system, markerOf());
    const lines = await all(exportPlayer(system, { playerId }));
    await system.repo(Character).patch({ characterId }, { name: 'Newer' });
    await importArchive(system, lines);
    expect((await system.repo(Character).get({ characterId })).name).toBe('Newer');
  });

  it('is refused where something of it belongs to somebody else', async () => {
    await using platform = await open();
    await using elsewhere = await open();
    const [here, there] = [platform, elsewhere].map((one) => one.as({ id: 'system', scopes: ['*'] }));
    if (!here || !there) throw new Error('There are two platforms.');
    const [marker, { playerId: thief }] = [markerOf(), await fullPlayer(there, markerOf())];
    const { playerId, characterId } = await fullPlayer(here, marker);
    const lines = await all(exportPlayer(here, { playerId }));

    const stolen = lines.map((line, index) => (index === 0 ? line.replace(playerId, thief) : line));
    await expect(importArchive(there, stolen)).rejects.toMatchObject({
      code: 'forbidden',
      message: `Player ${playerId} of the archive belongs to somebody else than ${thief}.`,
    });
    await there.repo(Character).create({ characterId, playerId: thief, name: 'Not hers' });
    await expect(importArchive(there, lines)).rejects.toMatchObject({
      code: 'forbidden',
      message: `Character ${characterId} is here already, and belongs to somebody else.`,
    });
    const stranger = there.as({ id: 'stranger', owner: thief, scopes: ['story:*'] });
    await expect(importArchive(stranger, lines)).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      all(exportPlayer(here.as({ id: 's', owner: thief, scopes: [] }), { playerId })),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it("is taken in part by part, by the player too, without what is nobody's", async () => {
    await using platform = await open();
    await using elsewhere = await open();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const { playerId, worldId, locationId } = await fullPlayer(system, markerOf());
    await system.repo(Message).createMany(
      Array.from({ length: 600 }, (_, index) => ({
        playerId,
        sessionId: newId('ses'),
        role: 'player' as const,
        text: `${index}`,
        at: new Date(index),
      })),
    );
    const parts: string[][] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const part = await exportPart(system, { playerId, ...(after !== undefined && { after }) });
      parts.push([...part.lines]);
      after = part.next;
    }
    expect(parts.length).toBeGreaterThan(1);
    const there = elsewhere.as({ id: 'system', scopes: ['*'] });
    await there.repo(World).create({ worldId, name: 'The same world' });
    const player = there.as({ id: 'player', owner: playerId, scopes: ['story:*'] });
    const header = parts[0]?.[0] ?? '';
    const lines = parts.flat().slice(1);
    let missing = 0;
    for (let from = 0; from < lines.length; from += 500)
      missing += (await importPart(player, { header, lines: lines.slice(from, from + 500) })).missing;
    expect(await there.repo(Message).count({ where: { playerId } })).toBe(601);
    expect(await there.repo(Location).exists({ where: { locationId } })).toBe(false);
    expect(missing).toBe(1);
  });

  it('is read though a newer program wrote more into it, and refused where it is cut off', async () => {
    await using platform = await open();
    await using elsewhere = await open();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const { playerId } = await fullPlayer(system, markerOf());
    const lines = await all(exportPlayer(system, { playerId }));
    const there = elsewhere.as({ id: 'system', scopes: ['*'] });
    const newer = lines
      .map((line) => line.replace('"data":{', '"data":{"unheardOf":1,'))
      .toSpliced(2, 0, '{"soundtrack":"…"}\n', `{"copy":"mood","data":"fine"}\n`);
    expect(await importArchive(there, newer)).toMatchObject({ skipped: 1, nodes: { Player: 1 } });
    await expect(importArchive(there, lines.slice(0, -1))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(importArchive(there, lines.toSpliced(3, 1))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const older = JSON.stringify({
      node: 'Player',
      version: 1,
      data: {
        playerId,
        username: 'as it was once',
        createdAt: '2020-01-01T00:00:00.000Z',
        updatedAt: '2090-01-01T00:00:00.000Z',
      },
    });
    await importPart(there, { header: lines[0] ?? '', lines: [older] });
    expect(await there.repo(Player).get({ playerId })).toMatchObject({
      username: 'as it was once',
      createdAt: new Date('2020-01-01'),
      privacySettings: { retentionDays: 365 },
    });
  });
});
