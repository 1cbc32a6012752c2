import type { Page } from '@graphkeep/models';
import { kindOf } from './kinds.ts';
import { list } from './list.ts';
import type { CallOptions, Live, LiveOptions } from './types.ts';

export type Input = Readonly<Record<string, unknown>> | undefined;
/** Makes one call. What it answers is typed by whoever knows the path. */
export interface Transport {
  call<T>(path: string, input: Input, options: CallOptions & { readonly reads: boolean }): Promise<T>;
  live<T>(path: string, input: Input, options: LiveOptions): Live<T>;
}

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
      const kind = kindOf(path);
      if (kind === 'subscription') return transport.live(name, input, options);
      const call = <T>(given: Input) =>
        transport.call<T>(name, given, { ...options, reads: kind === 'query' });
      if (path.at(-1) !== 'list') return call(input);
      const after = typeof input?.['after'] === 'string' ? input['after'] : undefined;
      return list(
        (from) => call<Page<unknown>>(from === undefined ? input : { ...input, after: from }),
        after,
      );
    },
  });
