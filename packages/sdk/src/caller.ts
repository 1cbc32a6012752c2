import type { Page } from '@graphkeep/models';
import { list } from './list.ts';
import type { CallOptions } from './types.ts';

export type Input = Readonly<Record<string, unknown>> | undefined;
/** Makes one call. What it answers is typed by whoever knows the path. */
export type Transport = <T>(path: string, input: Input, options: CallOptions) => Promise<T>;

/** What JavaScript itself asks an object for: of an awaited, printed or stringified client nothing must be sent. */
const ofLanguage = new Set(['then', 'toJSON', 'toString', 'valueOf']);

/** Every path is a function and a folder at once: what the server has stands in the types alone. */
export const callerOf = (transport: Transport, path: readonly string[] = []): unknown =>
  new Proxy(() => {}, {
    get: (target, name) =>
      typeof name === 'string' && !ofLanguage.has(name)
        ? callerOf(transport, [...path, name])
        : Reflect.get(target, name),
    apply: (_, __, [input, options = {}]: [Input, CallOptions?]) => {
      const name = path.join('.');
      if (path.at(-1) !== 'list') return transport(name, input, options);
      const after = typeof input?.['after'] === 'string' ? input['after'] : undefined;
      return list(
        (from) =>
          transport<Page<unknown>>(name, from === undefined ? input : { ...input, after: from }, options),
        after,
      );
    },
  });
