import type { StoryGraph } from '@graphkeep/models/story';
import { defineService, type Scoped } from '@graphkeep/platform';
import { Counter } from 'prom-client';
import { z } from 'zod';
import type { Alert } from './alert.ts';

/** What went out is remembered for longer than the journal is kept, which a page may come from twice. */
const REMEMBERED_MS = 8 * 86_400_000;
const MAX_ALERTS = 10_000;

const sent = z.strictObject({
  eventId: z.string(),
  kind: z.string(),
  playerId: z.string(),
  sessionId: z.string(),
  at: z.iso.datetime(),
});

/** Where alerts go: the stream `alerts`, for whoever is to be told, and the count of them. */
const alertDesk = defineService({
  name: 'story.alerts',
  open: ({ helpers, metrics: { registry } }: Scoped<StoryGraph>) => ({
    stream: helpers.stream('alerts', { maxLength: MAX_ALERTS, schema: sent }),
    seen: helpers.sortedSet('alerts:seen', { schema: z.string() }),
    counter: new Counter({
      name: 'alerts_total',
      help: 'Alerts that were raised, by their kind.',
      labelNames: ['kind'],
      registers: [registry],
    }),
  }),
});

/**
 * Sends an alert, and says whether it had not gone out before. It is remembered after it was sent: where the process dies
 * between the two it goes out twice, and never not at all.
 */
export const raiseAlert = async (
  system: Scoped<StoryGraph>,
  { eventId, kind, playerId, sessionId, at }: Alert,
): Promise<boolean> => {
  const { stream, seen, counter } = system.service(alertDesk);
  if ((await seen.score(eventId)) !== undefined) return false;
  await stream.append({ eventId, kind, playerId, sessionId, at: at.toISOString() });
  const now = system.now().getTime();
  await seen.set(eventId, now);
  await seen.removeRange(0, now - REMEMBERED_MS);
  counter.inc({ kind });
  system.log.warn({ alert: kind, eventId, playerId, sessionId }, 'alert');
  return true;
};

/** Takes the alerts of a player out of the stream: part of forgetting the player. */
export const forgetAlerts = async (system: Scoped<StoryGraph>, playerId: string): Promise<number> => {
  const { stream } = system.service(alertDesk);
  let removed = 0;
  for (let after: string | undefined; ; ) {
    const page = await stream.page({ limit: 1_000, ...(after !== undefined && { after }) });
    const own = page.filter(({ value }) => value.playerId === playerId).map(({ id }) => id);
    removed += await stream.remove(...own);
    after = page.at(-1)?.id;
    if (after === undefined) return removed;
  }
};
