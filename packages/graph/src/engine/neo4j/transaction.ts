import { aborted } from '../aborted.ts';
import type { Access, Call, Run } from '../engine.ts';
import { soundRun } from '../sound-run.ts';
import type { Phase } from './errors.ts';
import { rowsOf } from './result.ts';
import { configOf, type Ground, inSession } from './session.ts';

/** BEGIN is awaited, so that a connection that cannot be had is told from a commit whose answer was lost. */
export const runTransaction = <T>(
  ground: Ground,
  access: Access,
  work: (run: Run) => Promise<T>,
  call: Call,
): Promise<T> => {
  const operation = call.metadata?.['operation'] ?? 'transaction';
  return inSession(ground, access, operation, call, async (session) => {
    const { signal } = call;
    const open = await session.beginTransaction(configOf(operation, call));
    let phase: Phase = 'open';
    const { run, assertSound } = soundRun(async (statement) => {
      if (signal.aborted) throw aborted(signal);
      try {
        return rowsOf(await open.run(statement.text, statement.params));
      } catch (error) {
        throw ground.meaning(error, 'open', statement);
      }
    });
    try {
      const answer = await work(run);
      assertSound();
      if (signal.aborted) throw aborted(signal);
      phase = 'committing';
      await open.commit();
      return answer;
    } catch (error) {
      const meant = ground.meaning(error, phase);
      if (phase === 'open' && open.isOpen() && !signal.aborted) await open.rollback().catch(() => {});
      throw meant;
    }
  });
};
