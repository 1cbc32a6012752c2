import type { EntityOf } from '@graphkeep/models';
import type { Skill, TherapeuticGoal } from '@graphkeep/models/story';
import { dayOf } from './days.ts';
import type { Effectiveness } from './effectiveness.ts';
import type { Streak } from './streak.ts';
import type { Trend } from './trend.ts';

interface Recommendation {
  readonly text: string;
  readonly reason: string;
}

interface Grounds {
  readonly now: Date;
  readonly lastPlayed: Date | undefined;
  readonly streak: Streak;
  readonly trend: Trend | null;
  readonly goals: readonly Pick<
    EntityOf<typeof TherapeuticGoal>,
    'description' | 'status' | 'progress' | 'targetDate'
  >[];
  readonly skills: readonly Pick<EntityOf<typeof Skill>, 'name' | 'attempts' | 'successes'>[];
  readonly effectiveness: readonly Effectiveness[];
}

const MAX = 5;
const SOON_DAYS = 7;
const NEARLY = 80;
const HELPED = 0.6;
const TIMES = 3;
const ATTEMPTS = 5;
const WEAK = 0.4;

/** What is worth doing next, each with the figures that say so; the most pressing first. */
export const recommendationsOf = (grounds: Grounds): Recommendation[] =>
  [ofTrend, ofGoalsDue, ofGoalsNear, ofEffectiveness, ofSkills, ofStreak]
    .flatMap((rule) => rule(grounds))
    .slice(0, MAX);

const ofTrend = ({ trend }: Grounds): Recommendation[] =>
  trend === 'declining'
    ? [
        {
          text: 'Take it gently, and talk with somebody you trust.',
          reason: 'What was felt from day to day has become harder.',
        },
      ]
    : [];

const ofGoalsDue = ({ goals, now }: Grounds): Recommendation[] =>
  goals.flatMap(({ description, status, progress, targetDate }) => {
    const days = targetDate && dayOf(targetDate) - dayOf(now);
    if (status !== 'active' || progress >= NEARLY || days === undefined || days > SOON_DAYS) return [];
    const when =
      days < 0 ? `was to be reached ${count(-days, 'day')} ago` : `is to be reached in ${count(days, 'day')}`;
    return [{ text: `Work on: ${description}`, reason: `It ${when}, and stands at ${percent(progress)}.` }];
  });

const ofGoalsNear = ({ goals }: Grounds): Recommendation[] =>
  goals.flatMap(({ description, status, progress }) =>
    status === 'active' && progress >= NEARLY
      ? [{ text: `Finish: ${description}`, reason: `It stands at ${percent(progress)}.` }]
      : [],
  );

const ofEffectiveness = ({ effectiveness }: Grounds): Recommendation[] => {
  const best = effectiveness.find(
    (one) => one.times >= TIMES && one.effectiveness !== null && one.effectiveness >= HELPED,
  );
  return best?.effectiveness
    ? [
        {
          text: `Go on with: ${best.approach}`,
          reason: `It helped best: effectiveness ${best.effectiveness.toFixed(2)} on average of ${count(best.times, 'time')}.`,
        },
      ]
    : [];
};

const ofSkills = ({ skills }: Grounds): Recommendation[] =>
  skills.flatMap(({ name, attempts, successes }) =>
    attempts >= ATTEMPTS && successes / attempts < WEAK
      ? [{ text: `Practise: ${name}`, reason: `${successes} of ${attempts} attempts went well.` }]
      : [],
  );

const ofStreak = ({ streak, lastPlayed, now }: Grounds): Recommendation[] => {
  if (!lastPlayed) return [];
  const days = dayOf(now) - dayOf(lastPlayed);
  if (streak.current > 1 && days === 1)
    return [{ text: 'Play today.', reason: `You have played ${count(streak.current, 'day')} in a row.` }];
  return days >= SOON_DAYS
    ? [{ text: 'Come back for a session.', reason: `The last one was ${count(days, 'day')} ago.` }]
    : [];
};

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
const percent = (progress: number): string => `${Math.round(progress)} %`;
