import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import type { Session } from '@graphkeep/models/story';

type SessionStatus = EntityOf<typeof Session>['status'];

/** What can be done to a session as a whole: from which states, and where it leads. */
const transitions = {
  resume: { from: ['paused'], to: 'active' },
  pause: { from: ['active'], to: 'paused' },
  complete: { from: ['active', 'paused'], to: 'completed' },
  abandon: { from: ['active', 'paused'], to: 'abandoned' },
} as const satisfies Readonly<
  Record<string, { readonly from: readonly SessionStatus[]; readonly to: SessionStatus }>
>;

export type Transition = keyof typeof transitions;

/** The state that a transition leads to; an error where the session is in none that it begins from. */
export const statusAfter = (
  transition: Transition,
  { sessionId, status }: Pick<EntityOf<typeof Session>, 'sessionId' | 'status'>,
): SessionStatus => {
  const { from, to }: { readonly from: readonly SessionStatus[]; readonly to: SessionStatus } =
    transitions[transition];
  if (!from.includes(status))
    throw new GraphkeepError(
      'wrong_state',
      `Session ${sessionId} is ${status}: only one that is ${from.join(' or ')} can be ${past[transition]}.`,
      { field: 'sessionId' },
    );
  return to;
};

/** An error where a session is paused, or has ended. */
export const assertActive = ({
  sessionId,
  status,
}: Pick<EntityOf<typeof Session>, 'sessionId' | 'status'>): void => {
  if (status !== 'active')
    throw new GraphkeepError(
      'wrong_state',
      `Session ${sessionId} is ${status}, and only an active one goes on: ${status === 'paused' ? 'resume it first' : 'start another one'}.`,
      { field: 'sessionId' },
    );
};

const past: Readonly<Record<Transition, string>> = {
  resume: 'resumed',
  pause: 'paused',
  complete: 'completed',
  abandon: 'abandoned',
};
