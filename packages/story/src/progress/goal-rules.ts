import type { EntityOf } from '@graphkeep/models';
import type { TherapeuticGoal } from '@graphkeep/models/story';

type Goal = Pick<EntityOf<typeof TherapeuticGoal>, 'progress' | 'status' | 'milestones'>;

interface GoalStep extends Goal {
  /** Milestones that were reached by this step, with the share of all that they are. */
  readonly reached: readonly { readonly title: string; readonly share: number }[];
  readonly achieved: boolean;
}

const DONE = 100;

/**
 * A goal with this progress, held within 0 and 100. Of n milestones the k-th is reached at 100·k/n, and stays so though
 * progress is lost again; at 100 the goal is achieved.
 */
export const goalAt = ({ status, milestones }: Goal, asked: number, at: Date): GoalStep => {
  const progress = Math.min(DONE, Math.max(0, Math.round(asked * 1e6) / 1e6));
  const share = (index: number) => (index + 1) / milestones.length;
  const isNew = (index: number) =>
    milestones[index]?.reachedAt === undefined && progress >= DONE * share(index);
  const achieved = progress === DONE && status === 'active';
  return {
    progress,
    status: achieved ? 'achieved' : status,
    milestones: milestones.map((milestone, index) =>
      isNew(index) ? { ...milestone, reachedAt: at.toISOString() } : milestone,
    ),
    reached: milestones.flatMap(({ title }, index) => (isNew(index) ? [{ title, share: share(index) }] : [])),
    achieved,
  };
};
