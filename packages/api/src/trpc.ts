import { currentContext } from '@graphkeep/core';
import { initTRPC } from '@trpc/server';
import type { ApiContext } from './context.ts';
import { errorData, publicMessage, toGraphkeepError } from './error-data.ts';
import { transformer } from './transformer.ts';

export const t = initTRPC.context<ApiContext>().create({
  transformer,
  isDev: false,
  errorFormatter: ({ error, shape, path, ctx }) => {
    const meant = toGraphkeepError(error);
    // What tRPC refuses before it makes a context still belongs to a request.
    const requestId = (ctx?.request ?? currentContext())?.requestId;
    return {
      code: shape.code,
      message: publicMessage(meant, requestId),
      data: { ...errorData(meant, requestId), ...(path !== undefined && { path }) },
    };
  },
});
