import type { Core } from './core.ts';
import type { Kind } from './kind.ts';

/** Not at each hit in the process: such a value was asked for a moment ago, and what follows it was fetched then. */
export const prefetch = <V, I>(core: Core, kind: Kind<V, I>, id: I, value: V | null): void => {
  const { prefetch: hook } = kind;
  if (hook !== undefined && value !== null) core.prefetcher.add(() => hook(value, id));
};
