import { getTRPCErrorFromUnknown } from '@trpc/server';
import { toGraphkeepError } from '../error-data.ts';
import type { Call, Step } from '../step.ts';

/** Counts and times every call, and logs what failed. */
export const observe: Step = async (call, next) => {
  const began = performance.now();
  try {
    const result = await next();
    tell(call, began, result.ok ? undefined : result.error);
    return result;
  } catch (error) {
    tell(call, began, error);
    throw error;
  }
};

const tell = ({ ctx, path, type }: Call, began: number, failure: unknown): void => {
  const durationMs = performance.now() - began;
  const error = failure === undefined ? undefined : toGraphkeepError(getTRPCErrorFromUnknown(failure));
  ctx.metrics.callTook({ procedure: path, outcome: error?.code ?? 'ok' }, durationMs / 1_000);
  if (!error) return;
  const entry = { procedure: path, type, code: error.code, durationMs: Math.round(durationMs) };
  if (error.status >= 500) ctx.log.error({ ...entry, err: error }, 'call failed');
  else ctx.log.info(entry, 'call refused');
};
