import { limits } from '@graphkeep/contract';
import { NarrativeEvent, type StoryGraph } from '@graphkeep/models/story';
import type { JournalConsumer, JournalPage, Scoped } from '@graphkeep/platform';
import { daysBefore } from '../progress/days.ts';
import { alertFields, alertOf } from './alert.ts';
import { CRISIS } from './crisis.ts';
import { raiseAlert } from './raise-alert.ts';

/** As long as the journal is kept. */
const MISSED_DAYS = 7;

/** Makes alerts of the events that ask for one. What it has not got to when its process dies, another goes on with. */
export const alertsConsumer: JournalConsumer<StoryGraph> = {
  name: 'story.alerts',
  handle: (system, page) =>
    page.kind === 'reload' ? raiseMissed(system) : raiseNew(system, createdEvents(page)),
};

const createdEvents = ({ entries }: Extract<JournalPage, { kind: 'entries' }>): readonly string[] =>
  entries.flatMap(({ changes }) =>
    changes.flatMap(({ label, key, kind }) =>
      label === NarrativeEvent.label && kind === 'created' ? [key] : [],
    ),
  );

const raiseNew = async (system: Scoped<StoryGraph>, eventIds: readonly string[]): Promise<void> => {
  for (let from = 0; from < eventIds.length; from += limits.maxListFilter) {
    const keys = eventIds.slice(from, from + limits.maxListFilter).map((eventId) => ({ eventId }));
    for (const event of await system.repo(NarrativeEvent).getMany(keys, { select: alertFields }))
      if (event.eventType === CRISIS) await raiseAlert(system, alertOf(event));
  }
};

/** Entries were trimmed before they were seen: the events themselves are still there. */
const raiseMissed = async (system: Scoped<StoryGraph>): Promise<void> => {
  const since = daysBefore(system.now(), MISSED_DAYS);
  const events = system.repo(NarrativeEvent).stream({
    where: { eventType: CRISIS, occurredAt: { gte: since } },
    orderBy: { occurredAt: 'asc' },
    select: alertFields,
  });
  for await (const event of events) await raiseAlert(system, alertOf(event));
};
