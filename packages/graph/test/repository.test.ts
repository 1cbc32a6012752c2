import { limits, newId } from '@graphkeep/contract';
import { Character, Player, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphStore, StatementEvent } from '../src/index.ts';
import { testEngines } from './engines.ts';

describe.each(await testEngines())('a repository on $name', (engine) => {
  let store: GraphStore<StoryGraph>;
  const statements: StatementEvent[] = [];
  const players = () => store.repo(Player);
  const characters = () => store.repo(Character);
  const player = () => players().create({ username: `u${newId('ply').slice(4)}` });
  const characterOf = async (playerId: string, name: string, level = 1) => {
    const character = await characters().create({ playerId, name, level });
    await players().relate(
      { playerId },
      'characters',
      { characterId: character.characterId },
      { since: character.createdAt },
    );
    return character;
  };

  beforeAll(async () => {
    store = await engine.open(storyGraph, { onStatement: (event) => void statements.push(event) });
  });
  afterAll(() => store.close());

  describe('create and get', () => {
    it('gives back every kind of value as it was', async () => {
      const lastLogin = new Date('2026-02-28T23:59:59.999Z');
      const preferences = {
        intensity: 'high',
        comfortTopics: ['rain', "it's `quoted`"],
        sessionMinutes: 45,
      } as const;
      const made = await players().create({
        username: 'Zoë 🦊 `x`',
        lastLogin,
        therapeuticPreferences: { ...preferences, comfortTopics: [...preferences.comfortTopics] },
      });
      const read = await players().get({ playerId: made.playerId });
      expect(read).toEqual(made);
      expect(read.lastLogin).toEqual(lastLogin);
      expect(read.therapeuticPreferences).toEqual({
        ...preferences,
        preferredApproaches: [],
        triggerWarnings: [],
        avoidTopics: [],
      });
      expect(read.createdAt).toBeInstanceOf(Date);
    });

    it('keeps whole and broken numbers, empty lists and nested records', async () => {
      const { playerId } = await player();
      const made = await characters().create({
        playerId,
        name: 'Ada',
        experience: Number.MAX_SAFE_INTEGER,
        energy: 1,
        stress: 0.25,
        attributes: { courage: 0.5 },
      });
      const { characterId } = made;
      expect(await characters().get({ characterId })).toMatchObject({
        experience: Number.MAX_SAFE_INTEGER,
        energy: 1,
        stress: 0.25,
        traits: [],
        attributes: { courage: 0.5 },
      });
      expect(await characters().get({ characterId })).not.toHaveProperty('role');
    });

    it('takes a key of the caller', async () => {
      const playerId = newId('ply');
      expect((await players().create({ playerId, username: `own-${playerId.slice(-9)}` })).playerId).toBe(
        playerId,
      );
    });

    it('says what is not there', async () => {
      const playerId = newId('ply');
      await expect(players().get({ playerId })).rejects.toMatchObject({
        code: 'not_found',
        message: `There is no Player ${playerId}.`,
      });
    });

    it('names the field of a value that is taken, and keeps nothing of the second', async () => {
      const { username } = await player();
      await expect(players().create({ username })).rejects.toMatchObject({
        code: 'already_exists',
        field: 'username',
        message: 'A Player with this username exists already.',
      });
      expect((await players().list({ where: { username } })).items).toHaveLength(1);
    });

    it('gives one of many writers at once the unique value', async () => {
      const username = `race-${newId('ply').slice(-9)}`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => players().create({ username })),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect((await players().list({ where: { username } })).items).toHaveLength(1);
    });

    it('refuses text that would come back as another', async () => {
      await expect(players().create({ username: 'half \ud83e' })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'username',
      });
    });

    it('refuses what the schema refuses, by its field', async () => {
      await expect(players().create({ username: 'x' })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'username',
      });
    });
  });

  describe('list', () => {
    const ids: string[] = [];
    let playerId = '';
    beforeAll(async () => {
      ({ playerId } = await player());
      for (const [name, level, role] of [
        ['Ada', 3, 'guide'],
        ['Bea', 1, undefined],
        ['Cid', 2, 'rival'],
        ['Dov', 2, undefined],
        ['Eve', 2, 'guide'],
      ] as const) {
        const made = await characters().create({ playerId, name, level, ...(role && { role }) });
        ids.push(made.characterId);
      }
    });
    const names = async (input: Parameters<ReturnType<typeof characters>['list']>[0]) =>
      (await characters().list({ ...input, where: { playerId, ...input?.where } })).items
        .map((item) => item.name)
        .join('');
    const first = (text: string) => [...text.matchAll(/[A-E]/g)].map(([letter]) => letter).join('');

    it.each([
      [{ where: { name: 'Ada' } }, 'A'],
      [{ where: { name: { eq: 'Cid' } } }, 'C'],
      [{ where: { level: { ne: 2 } } }, 'AB'],
      [{ where: { role: { ne: 'guide' } } }, 'BCD'],
      [{ where: { name: { in: ['Ada', 'Eve', 'Zed'] } } }, 'AE'],
      [{ where: { level: { gt: 1, lte: 2 } } }, 'CDE'],
      [{ where: { name: { gte: 'Dov' } } }, 'DE'],
      [{ where: { name: { contains: 'v' } } }, 'DE'],
      [{ where: { name: { startsWith: 'B' } } }, 'B'],
      [{ where: { isActive: false } }, ''],
      [{ where: { createdAt: { lt: new Date(0) } } }, ''],
      [{ where: { level: 2, role: 'guide' } }, 'E'],
      [{ orderBy: { level: 'desc' } }, 'AEDCB'],
      [{ orderBy: { level: 'asc', name: 'desc' } }, 'BEDCA'],
      [{ orderBy: { role: 'asc' } }, 'AECBD'],
      [{ orderBy: { role: 'desc', name: 'asc' } }, 'BDCAE'],
      [{ limit: 2 }, 'AB'],
    ] as const)('%o finds %s', async (input, expected) => {
      expect(first(await names(input))).toBe(expected);
    });

    it.each([
      [{}],
      [{ level: 'asc' }],
      [{ level: 'desc' }],
      [{ role: 'asc' }],
      [{ role: 'desc', name: 'desc' }],
      [{ createdAt: 'asc' }],
    ] as const)('ordered by %o, pages of each size hold every node once', async (orderBy) => {
      const whole = (await characters().list({ where: { playerId }, orderBy })).items.map(
        (item) => item.name,
      );
      for (const limit of [1, 2, 4]) {
        const walked: string[] = [];
        let after: string | undefined;
        do {
          const page = await characters().list({
            where: { playerId },
            orderBy,
            limit,
            ...(after && { after }),
          });
          walked.push(...page.items.map((item) => item.name));
          after = page.next ?? undefined;
        } while (after);
        expect(walked).toEqual(whole);
      }
    });

    it('refuses a cursor of another list, and what is no cursor', async () => {
      const { next } = await characters().list({ where: { playerId }, limit: 1 });
      expect(next).not.toBeNull();
      const after = next ?? '';
      await expect(characters().list({ where: { playerId, level: 2 }, after })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'after',
      });
      for (const bad of [
        '',
        'x',
        Buffer.from('{}').toString('base64url'),
        Buffer.from('["a",{}]').toString('base64url'),
      ]) {
        await expect(characters().list({ after: bad }), bad).rejects.toMatchObject({
          code: 'invalid_input',
          field: 'after',
        });
      }
    });

    it('never loses a filter that it does not understand', async () => {
      for (const where of [
        { name: undefined },
        { name: { eq: undefined } },
        { name: 5 },
        { name: { like: 'A' } },
        { nmae: 'Ada' },
        { traits: ['x'] },
        { level: 1n },
        { name: new Date() },
        { level: Number.NaN },
        { name: ['Ada'] },
      ]) {
        // @ts-expect-error each of these is wrong by its type too
        await expect(characters().list({ where }), JSON.stringify(Object.keys(where))).rejects.toMatchObject({
          code: 'invalid_input',
        });
      }
    });

    it('binds every value: text that looks like Cypher is text', async () => {
      const name = "x' OR 1=1 //`) DETACH DELETE n";
      const made = await characters().create({ playerId, name });
      expect((await characters().list({ where: { name } })).items.map((item) => item.characterId)).toEqual([
        made.characterId,
      ]);
      expect(statements.every(({ text }) => !text.includes('1=1'))).toBe(true);
    });

    it('bounds a page', async () => {
      await expect(characters().list({ limit: limits.maxPageSize + 1 })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'limit',
      });
    });
  });

  describe('include', () => {
    it('loads many, one and nested, flat, with the properties of the link', async () => {
      const { playerId, username } = await player();
      const [ada, bea] = [await characterOf(playerId, 'Ada'), await characterOf(playerId, 'Bea')];
      const loaded = await players().get({
        playerId,
        include: { characters: { include: { player: true } } },
      });
      expect(loaded.characters.map((one) => one.characterId)).toEqual([ada.characterId, bea.characterId]);
      expect(loaded.characters[0]?.$link).toEqual({ since: ada.createdAt });
      expect(loaded.characters[1]?.player?.username).toBe(username);
      expect(loaded.characters[1]?.player?.$link.since).toBeInstanceOf(Date);
    });

    it('limits for each node, not for all together', async () => {
      const owners = [await player(), await player()];
      for (const { playerId } of owners)
        for (const name of ['Ada', 'Bea', 'Cid']) await characterOf(playerId, name);
      const { items } = await players().list({
        where: { playerId: { in: owners.map((one) => one.playerId) } },
        include: { characters: { limit: 2 } },
      });
      expect(items.map((item) => item.characters.map((one) => one.name))).toEqual([
        ['Ada', 'Bea'],
        ['Ada', 'Bea'],
      ]);
    });

    it('is empty, or null, where nothing is related', async () => {
      const { playerId } = await player();
      const lonely = await characters().create({ playerId, name: 'Lonely' });
      expect((await players().get({ playerId, include: { characters: true } })).characters).toEqual([]);
      expect(
        (await characters().get({ characterId: lonely.characterId, include: { player: true } })).player,
      ).toBeNull();
    });

    it('takes one statement a relationship, however many nodes there are', async () => {
      const { playerId } = await player();
      for (let i = 0; i < 12; i++) await characterOf(playerId, `c${i}`);
      statements.length = 0;
      await characters().list({
        where: { playerId },
        include: { player: { include: { characters: true } } },
      });
      expect(statements.map(({ operation }) => operation)).toEqual([
        'Character.list',
        'Character.player',
        'Player.characters',
      ]);
    });

    it('refuses a relationship that there is not', async () => {
      const { playerId } = await player();
      // @ts-expect-error no such relationship
      await expect(players().get({ playerId, include: { friends: true } })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'include.friends',
      });
    });
  });

  describe('relate', () => {
    it('joins two nodes once, and sets the properties anew', async () => {
      const { playerId } = await player();
      const { characterId } = await characters().create({ playerId, name: 'Ada' });
      const since = new Date('2020-01-01');
      await players().relate({ playerId }, 'characters', { characterId }, { since: new Date() });
      await players().relate({ playerId }, 'characters', { characterId }, { since });
      const { characters: related } = await players().get({ playerId, include: { characters: true } });
      expect(related.map((one) => one.$link.since)).toEqual([since]);
    });

    it('says when one of them is missing, or a property', async () => {
      const { playerId } = await player();
      const { characterId } = await characters().create({ playerId, name: 'Ada' });
      await expect(
        players().relate({ playerId: newId('ply') }, 'characters', { characterId }, { since: new Date() }),
      ).rejects.toMatchObject({ code: 'not_found' });
      await expect(players().relate({ playerId }, 'characters', { characterId })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'since',
      });
    });
  });

  describe('transaction', () => {
    it('keeps all', async () => {
      const username = `tx-${newId('ply').slice(-9)}`;
      const made = await store.transaction(async (within) => {
        const { playerId } = await within.repo(Player).create({ username });
        expect((await within.repo(Player).get({ playerId })).username).toBe(username);
        return playerId;
      });
      expect((await players().get({ playerId: made })).username).toBe(username);
    });

    it('keeps nothing when the work throws', async () => {
      const playerId = newId('ply');
      const work = store.transaction(async (within) => {
        await within.repo(Player).create({ playerId, username: `tx-${playerId.slice(-9)}` });
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      await expect(players().get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
    });

    it('keeps nothing when a statement failed, though its error was caught', async () => {
      const { username } = await player();
      const playerId = newId('ply');
      const work = store.transaction(async (within) => {
        await within.repo(Player).create({ playerId, username: `tx-${playerId.slice(-9)}` });
        await within
          .repo(Player)
          .create({ username })
          .catch(() => {});
      });
      await expect(work).rejects.toMatchObject({ name: 'GraphkeepError' });
      await expect(players().get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('ownership', () => {
    it('hides what belongs to another, everywhere', async () => {
      const [mine, other] = [await player(), await player()];
      const theirs = await characterOf(other.playerId, 'Theirs');
      const own = await characterOf(mine.playerId, 'Mine');
      const scoped = store.ownedBy(mine.playerId);
      await expect(scoped.repo(Character).get({ characterId: theirs.characterId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(scoped.repo(Player).get({ playerId: other.playerId })).rejects.toMatchObject({
        code: 'not_found',
      });
      expect((await scoped.repo(Character).list()).items.map((one) => one.characterId)).toEqual([
        own.characterId,
      ]);
      await expect(
        scoped.repo(Character).create({ playerId: other.playerId, name: 'Spy' }),
      ).rejects.toMatchObject({ code: 'forbidden', field: 'playerId' });
      await expect(
        scoped
          .repo(Player)
          .relate(
            { playerId: mine.playerId },
            'characters',
            { characterId: theirs.characterId },
            { since: new Date() },
          ),
      ).rejects.toMatchObject({ code: 'not_found' });
    });

    it('hides it behind an include too', async () => {
      const [mine, other] = [await player(), await player()];
      const theirs = await characterOf(other.playerId, 'Theirs');
      await players().relate(
        { playerId: mine.playerId },
        'characters',
        { characterId: theirs.characterId },
        { since: new Date() },
      );
      const { characters: seen } = await store
        .ownedBy(mine.playerId)
        .repo(Player)
        .get({ playerId: mine.playerId, include: { characters: true } });
      expect(seen).toEqual([]);
    });
  });
});
