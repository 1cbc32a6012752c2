import { newId } from '@graphkeep/contract';
import { Character, Player } from '@graphkeep/models/story';
import { describe, expect, it } from 'vitest';
import { testEngines } from './engines.ts';
import { storyStore } from './story-store.ts';

describe.each(await testEngines())('a repository on $name', (engine) => {
  const { store, players, characters, player, characterOf } = storyStore(engine);

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
        reminderFrequency: 'never',
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
        inventory: [],
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
      expect((await players().find({ where: { username } })).items).toHaveLength(1);
    });

    it('gives one of many writers at once the unique value', async () => {
      const username = `race-${newId('ply').slice(-9)}`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, () => players().create({ username })),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      expect((await players().find({ where: { username } })).items).toHaveLength(1);
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
      // @ts-expect-error a property of the relationship is missing
      await expect(players().relate({ playerId }, 'characters', { characterId })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'since',
      });
    });
  });

  describe('transaction', () => {
    it('keeps all', async () => {
      const username = `tx-${newId('ply').slice(-9)}`;
      const made = await store().transaction(async (within) => {
        const { playerId } = await within.repo(Player).create({ username });
        expect((await within.repo(Player).get({ playerId })).username).toBe(username);
        return playerId;
      });
      expect((await players().get({ playerId: made })).username).toBe(username);
    });

    it('keeps nothing when the work throws', async () => {
      const playerId = newId('ply');
      const work = store().transaction(async (within) => {
        await within.repo(Player).create({ playerId, username: `tx-${playerId.slice(-9)}` });
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      await expect(players().get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
    });

    it('keeps nothing when a statement failed, though its error was caught', async () => {
      const { username } = await player();
      const playerId = newId('ply');
      const work = store().transaction(async (within) => {
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
      const scoped = store().ownedBy(mine.playerId);
      await expect(scoped.repo(Character).get({ characterId: theirs.characterId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(scoped.repo(Player).get({ playerId: other.playerId })).rejects.toMatchObject({
        code: 'not_found',
      });
      expect((await scoped.repo(Character).find()).items.map((one) => one.characterId)).toEqual([
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
      const { characters: seen } = await store()
        .ownedBy(mine.playerId)
        .repo(Player)
        .get({ playerId: mine.playerId, include: { characters: true } });
      expect(seen).toEqual([]);
    });
  });
});
