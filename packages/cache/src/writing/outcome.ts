/**
 * `applied`: Redis has it, and every other process is told. `queued`: Redis is away; this process acts by it at once, and it will
 * be brought over before Redis is read again. It is lost if the process dies before.
 */
export type WriteOutcome = 'applied' | 'queued';

export const worst = (outcomes: readonly WriteOutcome[]): WriteOutcome =>
  outcomes.includes('queued') ? 'queued' : 'applied';
