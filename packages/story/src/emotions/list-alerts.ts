import { limits } from '@graphkeep/contract';
import { NarrativeEvent, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { daysBefore, startOfDay } from '../progress/days.ts';
import { alert, alertFields, alertOf } from './alert.ts';
import { CRISIS } from './crisis.ts';

const DEFAULT_DAYS = 7;

export const listAlertsInput = z.strictObject({
  /** Where it is left out, the beginning of the day a week ago. Pages after the first one need the `from` of the first. */
  from: z.date().exactOptional(),
  limit: z.int().min(1).max(limits.maxPageSize).default(limits.pageSize),
  /** The `next` of the page before. */
  after: z.string().max(2_000).exactOptional(),
});
export type ListAlerts = z.input<typeof listAlertsInput>;

export const alertPage = z.strictObject({
  from: z.date(),
  items: z.array(alert),
  next: z.string().nullable(),
});
export type AlertPage = z.output<typeof alertPage>;

/** Alerts as the graph has them, the newest first: also those that no process has sent yet. */
export const listAlerts = async (
  platform: Scoped<StoryGraph>,
  { from = startOfDay(daysBefore(platform.now(), DEFAULT_DAYS)), limit = limits.pageSize, after }: ListAlerts,
): Promise<AlertPage> => {
  const { items, next } = await platform.repo(NarrativeEvent).find({
    where: { eventType: CRISIS, occurredAt: { gte: from } },
    orderBy: { occurredAt: 'desc' },
    select: alertFields,
    limit,
    ...(after !== undefined && { after }),
  });
  return { from, items: items.map(alertOf), next };
};
