import type { Page } from '@graphkeep/models';
import { callOf } from './call.ts';
import type { Input } from './input.ts';
import { kindOf } from './kinds.ts';
import { list } from './list.ts';
import type { Transport } from './transport.ts';
import type { CallOptions } from './types.ts';

/** What JavaScript itself asks an object for: of an awaited, printed or stringified client nothing must be sent. */
const ofLanguage = new Set(['then', 'toJSON', 'toString', 'valueOf']);

/** Under what a client keeps what it stands on: every name is a procedure's. For all copies of this package. */
const INSIDE = Symbol.for('graphkeep.client');

export interface Inside {
  readonly transport: Transport;
  readonly path: readonly string[];
}

/** Every path is a function and a folder at once: what the server has stands in the types alone. */
export const callerOf = (transport: Transport, path: readonly string[] = []): unknown => {
  const inside: Inside = { transport, path };
  return new Proxy(() => {}, {
    get: (target, name) => {
      if (name === INSIDE) return inside;
      return typeof name === 'string' && !ofLanguage.has(name)
        ? callerOf(transport, [...path, name])
        : Reflect.get(target, name);
    },
    apply: (_, __, [input, options = {}]: [Input, CallOptions?]) => {
      const name = path.join('.');
      const kind = kindOf(path);
      if (kind === 'subscription') return transport.live(name, input, options);
      const call = <T>(given: Input) =>
        transport.call<T>(name, given, { ...options, reads: kind === 'query' });
      return path.at(-1) === 'list'
        ? list((given) => call<Page<unknown>>(given), input)
        : callOf(call(input));
    },
  });
};

/** What a client, or a part of one, stands on; throws where it is none. */
export const insideOf = (client: object, who: string): Inside => {
  const inside: unknown = Reflect.get(Object(client), INSIDE);
  if (isInside(inside)) return inside;
  throw new TypeError(`${who}: needs a client of createGraphkeep, or a part of one`);
};

const isInside = (value: unknown): value is Inside =>
  typeof value === 'object' && value !== null && 'transport' in value && 'path' in value;
