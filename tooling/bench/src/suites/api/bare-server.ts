import { initTRPC } from '@trpc/server';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import { fastify } from 'fastify';
import neo4j from 'neo4j-driver';
import superjson from 'superjson';

/** What somebody writes by hand who wants a player over HTTP and nothing else: no key, no owner, no checks, no metrics. */
const { ANSWER = '{}', NEO4J_URI, NEO4J_USERNAME = '', NEO4J_PASSWORD = '' } = process.env;
const answer: unknown = superjson.parse(ANSWER);
const driver =
  NEO4J_URI === undefined
    ? undefined
    : neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD));

const t = initTRPC.create({ transformer: superjson });
const input = (value: unknown): Readonly<Record<string, unknown>> => ({ ...(value as object) });
const router = t.router({
  get: t.procedure.input(input).query(() => answer),
  create: t.procedure.input(input).mutation(async ({ input: values }) => {
    if (!driver) throw new Error('NEO4J_URI is missing.');
    const session = driver.session();
    try {
      const { records } = await session.executeWrite((tx) =>
        tx.run('CREATE (n:BenchEvent) SET n = $values RETURN n', { values: stored(values) }),
      );
      return records[0]?.get('n').properties;
    } finally {
      await session.close();
    }
  }),
});

const stored = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]),
  );

const app = fastify({ routerOptions: { maxParamLength: 8_000 } });
await app.register(fastifyTRPCPlugin, {
  prefix: '/trpc',
  trpcOptions: { router, allowMethodOverride: true },
});
process.stdout.write(`ready at ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
