import type { ErrorData } from '@graphkeep/contract';
import { currentContext, type RequestContext } from '@graphkeep/core';
import type { TRPC_ERROR_CODE_NUMBER, TRPCError } from '@trpc/server';
import { errorData, publicMessage, toGraphkeepError } from './error-data.ts';

/** Every error as it leaves a server. It has a name, so that no procedure's type must spell it out. */
export interface ErrorShape {
  readonly code: TRPC_ERROR_CODE_NUMBER;
  readonly message: string;
  readonly data: ErrorShapeData;
}
interface ErrorShapeData extends ErrorData {
  readonly path?: string;
}

export interface FormatOptions {
  readonly error: TRPCError;
  readonly shape: { readonly code: TRPC_ERROR_CODE_NUMBER };
  readonly path: string | undefined;
  readonly ctx: { readonly request: RequestContext } | undefined;
}

/** Gives every error its form; for a `t` of your own, as its `errorFormatter`. */
export const formatError = ({ error, shape, path, ctx }: FormatOptions): ErrorShape => {
  const meant = toGraphkeepError(error);
  // What tRPC refuses before it makes a context still belongs to a request.
  const requestId = (ctx?.request ?? currentContext())?.requestId;
  return {
    code: shape.code,
    message: publicMessage(meant, requestId),
    data: { ...errorData(meant, requestId), ...(path !== undefined && { path }) },
  };
};
