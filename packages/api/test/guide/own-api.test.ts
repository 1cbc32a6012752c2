//#region define
import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

const Task = defineNode({
  label: 'Task',
  key: 'taskId',
  owner: 'userId', // whose it is: nobody else sees it
  schema: z.object({
    taskId: id('tsk'),
    userId: z.string(),
    title: z.string().min(1).max(200),
    done: z.boolean().default(false),
  }),
  fullText: ['title'],
  journal: true,
});
const graph = defineGraph(Task);

//#endregion

//#region router
import { answers, createGraphkeepRouter, extend, ofGraph, resourceRouter, write } from '@graphkeep/api';

const completeAll = write('todo') // one transaction, and once for an Idempotency-Key
  .meta({ summary: 'Completes all tasks of the caller.' })
  .input(z.strictObject({ limit: z.int().min(1).max(1_000).default(100) }))
  .output(answers(z.strictObject({ completed: z.int() })))
  .mutation(async ({ ctx, input }) => {
    const tasks = ofGraph(graph, ctx.scoped).repo(Task); // sees the caller's own alone
    const { patched } = await tasks.patchMany({ done: false }, { done: true }, input);
    return { completed: patched };
  });

const procedures = { tasks: extend(resourceRouter(graph, 'Task', { domain: 'todo' }), { completeAll }) };
export type Api = typeof procedures; // a client's types: ClientOf<Api>
export const router = createGraphkeepRouter(procedures);

//#endregion

//#region mount
import { type ApiContext, createApiContext, formatError, responseMeta, transformer } from '@graphkeep/api';
import type { Platform } from '@graphkeep/platform';
import { initTRPC } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';

interface Context extends ApiContext {
  readonly userId: string;
}
const t = initTRPC.context<Context>().create({ transformer, errorFormatter: formatError });
const app = t.router({ me: t.procedure.query(({ ctx }) => ctx.userId), todo: router });

const serve = (platform: Platform<typeof graph>, userId: string) => (req: Request) =>
  fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: app,
    allowMethodOverride: true,
    responseMeta,
    createContext: () => ({
      userId,
      ...createApiContext(
        platform,
        { id: userId, owner: userId, scopes: ['todo:*'] },
        { signal: req.signal },
      ),
    }),
  });

//#endregion

//#region rest
import { createRest } from '@graphkeep/api';

const rest = createRest(router);
const document = rest.document({ title: 'Tasks', version: '1.0.0' }); // OpenAPI 3.1

const serveRest = async (
  platform: Platform<typeof graph>,
  userId: string,
  request: Request,
): Promise<Response> => {
  const { pathname, searchParams } = new URL(request.url);
  const text = await request.text();
  const { status, headers, body } = await rest.handle(
    {
      method: request.method,
      path: pathname.replace(/^\/v1/, ''),
      query: Object.fromEntries(searchParams),
      body: text === '' ? undefined : JSON.parse(text),
    },
    createApiContext(platform, { id: userId, owner: userId, scopes: ['todo:*'] }),
  );
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
};

//#endregion

import { createRateLimits } from '@graphkeep/api';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { expect, it } from 'vitest';

it('serves an own domain by tRPC and by REST', async () => {
  await using platform = await openTestPlatform({ graph });
  const handle = serve(platform, 'ada');
  const post = (path: string, input: unknown) =>
    handle(
      new Request(`http://x.example/api/trpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ json: input }),
      }),
    ).then((response) => response.json());
  await post('todo.tasks.create', { userId: 'ada', title: 'Write' });
  expect(await post('me', undefined)).toMatchObject({ result: { data: { json: 'ada' } } });
  expect(await post('todo.tasks.completeAll', {})).toMatchObject({
    result: { data: { json: { completed: 1 } } },
  });
  const list = (user: string) =>
    serveRest(platform, user, new Request('http://x.example/v1/tasks/query', { method: 'POST', body: '{}' }));
  expect(await (await list('ada')).json()).toMatchObject({ items: [{ title: 'Write', done: true }] });
  expect(await (await list('bea')).json()).toMatchObject({ items: [] });
  expect(document.paths).toHaveProperty(['/tasks/complete-all']);
});

it('limits its callers', async () => {
  await using platform = await openTestPlatform({ graph });
  //#region rates
  const rates = createRateLimits(platform.asSystem('rate limits').helpers, {
    key: { limit: 600, windowMs: 60_000 },
    address: { limit: 1_200, windowMs: 60_000 },
  });
  const context = createApiContext(platform, undefined, { rates, address: '192.0.2.7' });
  //#endregion
  expect(context.rates).toBe(rates);
});
