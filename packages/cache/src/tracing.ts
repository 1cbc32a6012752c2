import { isGraphkeepError } from '@graphkeep/core';
import { ProxyTracerProvider, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';

const NAME = '@graphkeep/cache';

/** Undefined where the program has registered none: then no span is made that nobody would see. */
const tracer = (): Tracer | undefined => {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(NAME)
    : provider.getTracer(NAME);
};

export const isTraced = (): boolean => tracer() !== undefined;

/** What is done to a type's values, or to a tag: a tag's name would say too much, as a key would. */
export interface Step {
  readonly name: 'cache.read' | 'cache.load' | 'cache.write' | 'cache.invalidate';
  readonly operation: string;
  readonly type?: string;
  readonly tier: 'memory' | 'redis' | 'loader';
  readonly keys?: number;
}

/** Spans that are begun in the work are children of this one. */
export const traced = <T>(
  step: () => Step,
  work: () => Promise<T>,
  outcomeOf: (result: T) => string,
): Promise<T> => {
  const by = tracer();
  if (by === undefined) return work();
  const { name, operation, tier, type, keys } = step();
  const attributes = {
    'cache.operation': operation,
    'cache.tier': tier,
    ...(type !== undefined && { 'cache.type': type }),
    ...(keys !== undefined && { 'cache.keys': keys }),
  };
  return by.startActiveSpan(name, { attributes }, async (span) => {
    try {
      const result = await work();
      span.setAttribute('cache.outcome', outcomeOf(result));
      return result;
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
};

const fail = (span: Span, error: unknown): void => {
  span.setAttribute('cache.outcome', isGraphkeepError(error) ? error.code : 'failed');
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
};
