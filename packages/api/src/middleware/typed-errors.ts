import { toGraphkeepError, toTrpcError } from '../error-data.ts';
import { t } from '../trpc.ts';

/** Gives every failure the status of its code: tRPC would answer 500 to whatever it does not know. */
export const typedErrors = t.middleware(async ({ next }) => {
  const result = await next();
  return result.ok ? result : { ...result, error: toTrpcError(toGraphkeepError(result.error)) };
});
