import { newId } from '@graphkeep/contract';
import { pseudonymOf } from '@graphkeep/platform';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from '../servers.ts';

describe.each(await testEngines())(
  'privacy and care by the SDK on $name',
  { timeout: 60_000 },
  ({ environment }) => {
    let server: TestServer;
    let gk: Graphkeep;

    beforeAll(async () => {
      server = await startTestServer(environment);
      gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
    });
    afterAll(() => server[Symbol.asyncDispose]());

    const join = async () => {
      const { playerId } = await gk.story.players.create({ username: `u${newId('ply').slice(4)}` });
      const own = await server.clientFor({ scopes: ['story:read', 'story:write'], owner: playerId });
      const { characterId } = await own.story.characters.create({ playerId, name: 'Ada' });
      return { playerId, characterId, own };
    };
    const archiveOf = async (client: Graphkeep, playerId: string): Promise<string[]> => {
      const lines: string[] = [];
      for (let after: string | undefined; ; ) {
        const part = await client.story.privacy.export({ playerId, ...(after && { after }) });
        lines.push(...part.lines);
        if (part.next === null) return lines;
        after = part.next;
      }
    };

    it('gives a player all that is held on them, and takes it in again', async () => {
      const { own, playerId, characterId } = await join();
      const lines = await archiveOf(own, playerId);
      expect(lines.some((line) => line.includes(characterId))).toBe(true);
      const [header = '', ...rest] = lines;
      expect(await own.story.privacy.import({ header, lines: rest })).toMatchObject({
        missing: 0,
        skipped: 0,
      });
      const stranger = await join();
      await expect(stranger.own.story.privacy.export({ playerId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(stranger.own.story.privacy.import({ header, lines: rest })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(own.story.privacy.import({ header: '{}', lines: rest })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'lines.1',
      });
    });

    it('erases a player who confirms it, once, and nobody else', async () => {
      const { own, playerId } = await join();
      const stranger = await join();
      await expect(stranger.own.story.privacy.planErasure({ playerId })).rejects.toMatchObject({
        code: 'not_found',
      });
      const { confirm, counts, total } = await own.story.privacy.planErasure({ playerId });
      expect(counts).toMatchObject({ Player: 1, Character: 1 });
      expect(total).toBeGreaterThanOrEqual(2);
      await expect(stranger.own.story.privacy.erase({ confirm })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(own.story.privacy.erase({ confirm: `${confirm}x` })).rejects.toMatchObject({
        code: 'forbidden',
      });

      const { erasureId, pseudonym } = await own.story.privacy.erase({ confirm });
      await vi.waitFor(
        async () => expect(await gk.story.privacy.receipt({ erasureId })).toHaveProperty('doneAt'),
        { timeout: 15_000, interval: 100 },
      );
      expect(await gk.story.privacy.receipt({ erasureId })).toMatchObject({
        pseudonym,
        counts: { Character: 1 },
      });
      expect((await gk.story.privacy.receipts({ limit: 1 })).items).toMatchObject([{ erasureId }]);
      await expect(gk.story.players.get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
      expect((await gk.story.players.get({ playerId: stranger.playerId })).playerId).toBe(stranger.playerId);
      const { items } = await gk.story.privacy.audit({ owner: pseudonym, action: 'story.privacy.erase' });
      expect(items).toContainEqual(
        expect.objectContaining({ owner: pseudonymOf(playerId), outcome: 'begun' }),
      );
      expect(JSON.stringify(items)).not.toContain(playerId);
    });

    it('keeps consents, and anonymises with one alone', async () => {
      const { own, playerId } = await join();
      const { confirm } = await own.story.privacy.planErasure({ playerId });
      await expect(own.story.privacy.anonymise({ confirm })).rejects.toMatchObject({
        code: 'consent_needed',
      });
      await own.story.privacy.setConsent({ playerId, consent: 'anonymousAnalytics', given: true });
      expect(await own.story.privacy.consents({ playerId })).toContainEqual(
        expect.objectContaining({ consent: 'anonymousAnalytics', given: true, since: expect.any(Date) }),
      );
      expect(await own.story.privacy.anonymise({ confirm })).toMatchObject({
        kept: { Player: 1, Character: 1 },
      });
    });

    it('tells operators who has seen whose data, and that nobody changed the list', async () => {
      const { own, playerId } = await join();
      await gk.story.players.get({ playerId });
      const { items } = await gk.story.privacy.audit({ owner: playerId, limit: 10 });
      expect(items.map(({ action }) => action)).toContain('story.players.get');
      expect(await gk.story.privacy.verifyAudit({})).toMatchObject({ intact: true });
      await expect(own.story.privacy.audit({})).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('cleans the cache after a plan, checks, and applies the retention, for operators', async () => {
      const { own, playerId } = await join();
      const { confirm, report } = await gk.story.care.planCleaning({ selection: { by: 'player', playerId } });
      expect(report).toMatchObject({ dryRun: true, complete: true });
      expect(await gk.story.care.clean({ confirm })).toMatchObject({ dryRun: false, complete: true });
      const jobs = [
        await gk.story.care.check({ playerId }),
        await gk.story.privacy.applyRetention({}),
        await gk.story.privacy.replayErasures(),
      ];
      for (const { id } of jobs)
        await vi.waitFor(
          async () => expect(await gk.story.care.job({ id })).toMatchObject({ state: 'done' }),
          {
            timeout: 45_000,
            interval: 100,
          },
        );
      await expect(own.story.care.check({})).rejects.toMatchObject({ code: 'forbidden' });
    });
  },
);
