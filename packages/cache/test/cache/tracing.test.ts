import { AsyncLocalStorage } from 'node:async_hooks';
import { testRedis } from '@graphkeep/services';
import { type Context, type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReady } from './ready.ts';
import { noteCache } from './stores.ts';

const server = await testRedis();
const url = server?.url ?? '';

class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  readonly active = (): Context => this.#storage.getStore() ?? ROOT_CONTEXT;
  readonly with: ContextManager['with'] = (active, work, self, ...args) =>
    this.#storage.run(active, () => work.apply(self, args));
  readonly bind: ContextManager['bind'] = (_, target) => target;
  readonly enable = (): this => this;
  readonly disable = (): this => this;
}

const exporter = new InMemorySpanExporter();
let stack = new AsyncDisposableStack();
beforeEach(() => {
  exporter.reset();
  context.setGlobalContextManager(new AsyncContexts());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
});
afterEach(async () => {
  trace.disable();
  context.disable();
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

const one = { text: 'one' };

/** What has been told since the last call: name, operation, type, tier, outcome, keys. */
const told = (): string[] => {
  const spans = exporter.getFinishedSpans().map(({ name, attributes }) => {
    const { operation, type, tier, outcome, keys } = Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key.replace('cache.', ''), value]),
    );
    return [name.replace('cache.', ''), operation, type ?? '-', tier, outcome, keys ?? 1].join(' ');
  });
  exporter.reset();
  return spans;
};
const open = async () => {
  const { cache } = noteCache(stack, url);
  await isReady(cache);
  return cache;
};

describe.skipIf(!server)('a cache in a program with a tracer', () => {
  it('tells of reads of Redis, loads and what is kept of them, and not of hits in the process', async () => {
    const cache = await open();
    await cache.note.getOrLoad('1', async () => one);
    expect(told()).toEqual([
      'read get note redis miss 1',
      'load load note loader loaded 1',
      'write fill note redis stored 1',
    ]);
    expect(await cache.note.get('1')).toEqual(one);
    expect(cache.note.peek('1')).toEqual(one);
    expect(told()).toEqual([]);
    expect(await cache.shared.get('1')).toBeUndefined();
    await cache.shared.getOrLoadMany(['1', '2'], async () => [one, one]);
    expect(told()).toEqual([
      'read get shared redis miss 1',
      'read get_many shared redis miss 2',
      'load load shared loader loaded 2',
      ...['write fill shared redis stored 1', 'write fill shared redis stored 1'],
    ]);
    expect(await cache.shared.get('1')).toEqual(one);
    expect(await cache.shared.getMany(['1', '2', '3'])).toEqual([one, one, undefined]);
    expect(told()).toEqual(['read get shared redis hit 1', 'read get_many shared redis partial 3']);
  });

  it('tells of writes and invalidations', async () => {
    const cache = await open();
    await cache.note.set('1', one);
    await cache.note.setMany([
      ['1', one],
      ['2', one],
    ]);
    await cache.note.touch('1');
    await cache.note.deleteMany(['1', '2', '3']);
    await cache.note.clear();
    await cache.deleteTag('x');
    await cache.expireTag('x');
    expect(told()).toEqual([
      'write set note redis applied 1',
      'write set_many note redis applied 2',
      'write touch note redis renewed 1',
      'invalidate delete note redis applied 3',
      'invalidate clear note redis applied 1',
      'invalidate delete_tag - redis applied 1',
      'invalidate expire_tag - redis applied 1',
    ]);
  });

  it('tells of failures, and under the span of the caller', async () => {
    const cache = await open();
    const tracer = trace.getTracer('test');
    const failing = async (): Promise<typeof one> => {
      tracer.startSpan('in the loader').end();
      throw new Error('the store is away');
    };
    const loading = tracer.startActiveSpan('caller', (span) =>
      cache.note.getOrLoad('1', failing).finally(() => span.end()),
    );
    await expect(loading).rejects.toThrow('the store is away');
    const spans = new Map(exporter.getFinishedSpans().map((span) => [span.name, span]));
    const parents = Array.from(spans, ([name, { parentSpanContext }]) => [
      name,
      [...spans.values()].find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name,
    ]);
    expect(Object.fromEntries(parents)).toEqual({
      'cache.read': 'caller',
      'in the loader': 'cache.load',
      'cache.load': 'caller',
      caller: undefined,
    });
    const load = spans.get('cache.load');
    expect(load?.status.code).toBe(2);
    expect(load?.attributes['cache.outcome']).toBe('failed');
    expect(load?.events.map(({ name }) => name)).toEqual(['exception']);
  });

  it('says when Redis is away', async () => {
    const { cache } = noteCache(stack, 'redis://127.0.0.1:1');
    await cache.shared.get('1');
    await cache.shared.set('1', one);
    await cache.shared.delete('1');
    expect(told()).toEqual([
      'read get shared redis away 1',
      'write set shared redis queued 1',
      'invalidate delete shared redis queued 1',
    ]);
  });
});
