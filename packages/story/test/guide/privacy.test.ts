import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { Character, Player, Session } from '@graphkeep/models/story';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { afterAll, expect, it, vi } from 'vitest';
import {
  anonymisePlayer,
  type CheckReport,
  cleanCache,
  exportPlayer,
  importArchive,
  planCleaning,
  planErasure,
  readConsents,
  readReceipt,
  requireConsent,
  setConsent,
  startErasure,
  storyDomain,
} from '../../src/index.ts';
import { fullPlayer } from '../privacy/full-player.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-guide-'));
const file = join(folder, 'player.ndjson');
const [platform, elsewhere] = await Promise.all([
  openTestPlatform(storyDomain),
  openTestPlatform(storyDomain),
]);
afterAll(async () => {
  await Promise.all([platform.close(), elsewhere.close()]);
  rmSync(folder, { recursive: true, force: true });
});
const service = platform.as({ id: 'guide', scopes: ['*'] });

it('exports and imports', async () => {
  const { playerId } = await fullPlayer(service, 'Exported');
  const player = platform.as({ id: 'player', owner: playerId, scopes: ['story:*'] });
  const other = elsewhere.as({ id: 'guide', scopes: ['*'] });
  //#region export
  await pipeline(exportPlayer(player, { playerId }), createWriteStream(file));
  //#endregion
  //#region import
  const { nodes, links, missing } = await importArchive(
    other,
    createInterface({ input: createReadStream(file) }),
  );
  //#endregion
  expect({ nodes, missing }).toMatchObject({ nodes: { Player: 1, Character: 2 }, missing: 0 });
  expect(links).toBeGreaterThan(10);
});

it('erases', async () => {
  const { playerId } = await fullPlayer(service, 'Erased');
  const player = platform.as({ id: 'player', owner: playerId, scopes: ['story:*'] });
  //#region erase
  const { counts, total, confirm, until } = await planErasure(player, { playerId }); // nothing is gone yet
  const { erasureId, pseudonym } = await startErasure(player, { confirm });
  //#endregion
  expect(counts).toMatchObject({ Player: 1, Session: 1 });
  expect(total).toBeGreaterThan(15);
  expect(until.getTime()).toBeGreaterThan(Date.now());
  await vi.waitFor(async () => expect(await readReceipt(player, { erasureId })).toHaveProperty('doneAt'), {
    timeout: 15_000,
  });
  //#region receipt
  const receipt = await readReceipt(service, { erasureId });
  // { erasureId: 'ers_…', pseudonym: 'psn_…', requestedAt, doneAt, counts: { Player: 1, Character: 2, … } }
  //#endregion
  expect(receipt).toMatchObject({ pseudonym, counts: { Player: 1, Character: 2 } });
  //#region replay
  const { listed, erased } = (await service.jobs.run('story.replayErasures')) as {
    listed: number;
    erased: number;
  };
  //#endregion
  expect({ listed, erased }).toEqual({ listed: 1, erased: 0 });
});

it('asks for consents, and makes anonymous', async () => {
  const { playerId } = await fullPlayer(service, 'Anonymous');
  const player = platform.as({ id: 'player', owner: playerId, scopes: ['story:*'] });
  //#region consent
  await setConsent(player, { playerId, consent: 'anonymousAnalytics', given: true });
  await requireConsent(service, playerId, 'anonymousAnalytics'); // else consent_needed
  const all = await readConsents(player, { playerId });
  // [{ consent: 'research', given: false, since: null }, …]
  //#endregion
  expect(all).toContainEqual({ consent: 'research', given: false, since: null });
  //#region anonymise
  const { confirm } = await planErasure(player, { playerId });
  const { kept } = await anonymisePlayer(player, { confirm });
  //#endregion
  expect(kept).toMatchObject({ Player: 1 });
});

it('keeps an audit', async () => {
  const { playerId } = await fullPlayer(service, 'Audited');
  //#region record
  await service.audit.record({
    action: 'clinic.report',
    access: 'read',
    owner: playerId,
    subject: `Player/${playerId}`,
    outcome: 'ok',
  });
  //#endregion
  //#region read-audit
  const { items } = await service.audit.read({ owner: playerId, action: 'clinic.*' });
  const { intact, problem } = await service.audit.verify();
  //#endregion
  expect(items).toHaveLength(1);
  expect({ intact, problem }).toEqual({ intact: true, problem: undefined });
});

it('cares for the cache', async () => {
  const { playerId, sessionId } = await fullPlayer(service, 'CaredFor');
  await service.cached(Session).get({ sessionId });
  await service.cached(Player).get({ playerId });
  //#region clean
  const { report, confirm } = await planCleaning(service, {
    selection: { by: 'player', playerId, keepTherapeutic: true },
    timeBudgetMs: 5_000,
    batchSize: 200,
  });
  const { removed, byReason, byType } = await cleanCache(service, {
    confirm,
    timeBudgetMs: 5_000,
    batchSize: 200,
  });
  //#endregion
  expect([report.matched, removed]).toEqual([2, 2]);
  expect(Object.keys({ ...byReason, ...byType })).toEqual(expect.arrayContaining(['player', 'Session']));
});

it('checks, and forgets what is old', async () => {
  const { playerId } = await fullPlayer(service, 'Checked');
  //#region check
  const { counts, findings } = (await service.jobs.run('story.check', {
    playerId,
    repair: true,
  })) as CheckReport;
  //#endregion
  expect(findings).toEqual([]);
  expect(counts).toMatchObject({ 'stale cache': 0 });
  //#region retention
  await service.jobs.run('story.retention', { byType: { EmotionalState: 90 } });
  //#endregion
  expect(await service.repo(Character).count({ where: { playerId } })).toBe(2);
});
