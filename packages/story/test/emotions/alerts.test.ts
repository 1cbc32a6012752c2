import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import type { JournalPage } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it, vi } from 'vitest';
import { forgetAlerts, listAlerts, recordEmotion, storyDomain } from '../../src/index.ts';
import { DAY_MS, enginesWith, openStage } from '../play/stage.ts';

const engines = enginesWith(await testNeo4j({ schema: 'story' }));
const [consumer] = storyDomain.consumers;

describe.each(engines)('alerts on $name', (engine) => {
  const { all, platform, player, now, pass } = openStage(engine);
  const system = () => platform().asSystem('test');
  const crisis = async () => {
    const made = await player();
    const { alertEventId } = await recordEmotion(all(), {
      sessionId: made.sessionId,
      state: 'crisis',
      intensity: 1,
    });
    return { ...made, eventId: alertEventId ?? '' };
  };
  const sent = async (playerId: string) =>
    (await system().helpers.stream<{ playerId: string; eventId: string }>('alerts').page({ limit: 1_000 }))
      .map(({ value }) => value)
      .filter((alert) => alert.playerId === playerId);
  const pageOf = (...keys: string[]): JournalPage => ({
    kind: 'entries',
    cursor: 1,
    entries: [
      {
        id: 'page',
        seq: 1,
        at: now(),
        changes: keys.map((key) => ({ label: 'NarrativeEvent', key, kind: 'created' })),
      },
    ],
  });

  it('go out once for each crisis, though a page comes twice, and name keys alone', async () => {
    const { eventId, playerId, sessionId } = await crisis();
    const page = pageOf(eventId, 'evt_01h2xcejqtf2nbrexx3vqjhp41');
    await consumer.handle(system(), page);
    await consumer.handle(system(), page);
    expect(await sent(playerId)).toEqual([
      { eventId, kind: 'crisis', playerId, sessionId, at: now().toISOString() },
    ]);
    const metrics = await platform().asSystem('test').metrics.registry.metrics();
    expect(metrics).toMatch(/alerts_total\{kind="crisis"\} [1-9]/);
  });

  it('go out also where the journal was trimmed before it was read', async () => {
    const { eventId, playerId } = await crisis();
    await consumer.handle(system(), { kind: 'reload', cursor: 9 });
    expect((await sent(playerId)).map((alert) => alert.eventId)).toEqual([eventId]);
  });

  it('are listed from the graph, page by page, whether they went out or not', async () => {
    pass(30 * DAY_MS);
    const made = [await crisis(), await crisis(), await crisis()];
    const first = await listAlerts(all(), { limit: 2 });
    const rest = await listAlerts(all(), { from: first.from, limit: 2, after: first.next ?? '' });
    const items = [...first.items, ...rest.items];
    expect(items.map(({ eventId }) => eventId).sort()).toEqual(made.map(({ eventId }) => eventId).sort());
    expect(Object.keys(items[0] ?? {})).toEqual(['eventId', 'kind', 'playerId', 'sessionId', 'at']);
    expect(rest.next).toBeNull();
  });

  it('of a player are forgotten with the player', async () => {
    const [one, other] = [await crisis(), await crisis()];
    await consumer.handle(system(), pageOf(one.eventId, other.eventId));
    expect(await forgetAlerts(system(), one.playerId)).toBe(1);
    expect(await sent(one.playerId)).toEqual([]);
    expect(await sent(other.playerId)).toHaveLength(1);
  });
});

it('of a process that died as soon as it had recorded a crisis go out from the next one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'graphkeep-alerts-'));
  const url = `file:${join(folder, 'graph')}`;
  await using child = await startProcess(process.execPath, [
    '--conditions=@graphkeep/source',
    join(import.meta.dirname, 'dying-in-crisis.ts'),
    url,
  ]);
  expect(await child.exited).toMatchObject({ signal: 'SIGKILL' });
  const [, eventId = ''] = /^recorded (\S+)$/m.exec(child.output()) ?? [];
  {
    await using platform = await openTestPlatform({
      ...storyDomain,
      environment: { NEO4J_URI: url, GRAPHKEEP_LEADER_LEASE_MS: '1000' },
    });
    const { stream } = platform.asSystem('test').helpers;
    await vi.waitFor(
      async () => {
        const alerts = await stream<{ eventId: string }>('alerts').page();
        expect(alerts.map(({ value }) => value.eventId)).toEqual([eventId]);
      },
      { timeout: 15_000, interval: 50 },
    );
  }
  rmSync(folder, { recursive: true, force: true });
});
