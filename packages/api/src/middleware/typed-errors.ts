import { getTRPCErrorFromUnknown } from '@trpc/server';
import { toGraphkeepError, toTrpcError } from '../error-data.ts';
import type { Step } from '../step.ts';

/** Gives every failure the status of its code: tRPC would answer 500 to whatever it does not know. */
export const typedErrors: Step = async (_, next) => {
  try {
    const result = await next();
    return result.ok ? result : { ...result, error: toTrpcError(toGraphkeepError(result.error)) };
  } catch (error) {
    throw toTrpcError(toGraphkeepError(getTRPCErrorFromUnknown(error)));
  }
};
