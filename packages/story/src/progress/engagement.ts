import type { EntityOf } from '@graphkeep/models';
import type { Session } from '@graphkeep/models/story';
import { dayOf, daysBefore, monthOf, weekOf } from './days.ts';
import { type Streak, streakOf } from './streak.ts';

export type SessionUse = Pick<EntityOf<typeof Session>, 'createdAt' | 'lastInteraction' | 'totalMinutes'>;
interface Use {
  readonly sessions: number;
  readonly minutes: number;
}
interface Engagement {
  readonly streak: Streak;
  readonly total: Use;
  readonly thisWeek: Use;
  readonly thisMonth: Use;
  /** Days with a session within four weeks, of three a week; 1 at most, null where there was no session yet. */
  readonly share: number | null;
}

const WEEKS = 4;
const DAYS_A_WEEK = 3;

/** A session counts on the days when it began and was last used, and for the week and month that it began in. */
export const engagementOf = (sessions: readonly SessionUse[], now: Date): Engagement => {
  const moments = sessions.flatMap(({ createdAt, lastInteraction = createdAt }) => [
    createdAt,
    lastInteraction,
  ]);
  const since = (from: Date) => useOf(sessions.filter(({ createdAt }) => createdAt >= from));
  const recent = daysBefore(now, WEEKS * 7);
  const days = new Set(moments.filter((moment) => moment > recent).map(dayOf)).size;
  return {
    streak: streakOf(moments, now),
    total: useOf(sessions),
    thisWeek: since(weekOf(now)),
    thisMonth: since(monthOf(now)),
    share: sessions.length === 0 ? null : Math.min(1, days / (WEEKS * DAYS_A_WEEK)),
  };
};

const useOf = (sessions: readonly SessionUse[]): Use => ({
  sessions: sessions.length,
  minutes: sessions.reduce((sum, { totalMinutes }) => sum + totalMinutes, 0),
});
