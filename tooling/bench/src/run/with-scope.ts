import type { Scope } from '../define-suite.ts';
import { steps } from './step.ts';

const closeDeadlineMs = 60_000;
/** What was opened is closed after an abort too. */
const close = steps(closeDeadlineMs, new AbortController().signal);

export const withScope = async <Answer>(
  given: Pick<Scope, 'quick' | 'settings'>,
  use: (scope: Scope) => Promise<Answer>,
): Promise<Answer> => {
  const stack = new AsyncDisposableStack();
  await using _closing = {
    [Symbol.asyncDispose]: () => close('closing', () => stack.disposeAsync()),
  };
  return await use({ stack, quick: given.quick, settings: given.settings });
};
