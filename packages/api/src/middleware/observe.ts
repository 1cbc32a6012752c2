import { toGraphkeepError } from '../error-data.ts';
import { t } from '../trpc.ts';

/** Counts and times every call, and logs what failed. */
export const observe = t.middleware(async ({ ctx, path, type, next }) => {
  const began = performance.now();
  const result = await next();
  const durationMs = performance.now() - began;
  const error = result.ok ? undefined : toGraphkeepError(result.error);
  ctx.metrics.callTook({ procedure: path, outcome: error?.code ?? 'ok' }, durationMs / 1_000);
  if (error) {
    const entry = { procedure: path, type, code: error.code, durationMs: Math.round(durationMs) };
    if (error.status >= 500) ctx.log.error({ ...entry, err: error }, 'call failed');
    else ctx.log.info(entry, 'call refused');
  }
  return result;
});
