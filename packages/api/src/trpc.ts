import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import type { ApiContext } from './context.ts';
import { errorData, publicMessage, toGraphkeepError } from './error-data.ts';

export const t = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  isDev: false,
  errorFormatter: ({ error, shape, path, ctx }) => {
    const meant = toGraphkeepError(error);
    const requestId = ctx?.request.requestId;
    return {
      code: shape.code,
      message: publicMessage(meant, requestId),
      data: { ...errorData(meant, requestId), ...(path !== undefined && { path }) },
    };
  },
});
