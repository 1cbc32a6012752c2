import { GraphkeepError } from '@graphkeep/core';
import type { RestRequest } from './create-rest.ts';
import type { RestOperation } from './operations.ts';

interface Found {
  readonly operation: RestOperation;
  /** The key that stands in the address. */
  readonly key: string | undefined;
}

/** Finds what an address and a method mean. A fixed address goes before one with a key: `query` is no key. */
export const finderOf = (operations: readonly RestOperation[]) => {
  const byAddress = Map.groupBy(operations, ({ segments }) =>
    segments.map((segment) => (segment.startsWith('{') ? '*' : segment)).join('/'),
  );
  return ({ method, path }: Pick<RestRequest, 'method' | 'path'>): Found => {
    const segments = path.split('/').filter((segment) => segment !== '');
    const fixed = byAddress.get(segments.join('/')) ?? [];
    const place = segments.findIndex((_, index) => byAddress.has(segments.with(index, '*').join('/')));
    const keyed = (place >= 0 && byAddress.get(segments.with(place, '*').join('/'))) || [];
    const here = [...fixed, ...keyed];
    const operation = here.find((one) => one.method === method);
    if (operation)
      return { operation, key: fixed.includes(operation) ? undefined : decoded(segments[place] ?? '') };
    if (here.length === 0)
      throw new GraphkeepError('unknown_path', `There is nothing at ${method} /v1${path}.`);
    const methods = [...new Set(here.map((one) => one.method))].join(', ');
    throw new GraphkeepError('wrong_method', `/v1${path} takes ${methods}, not ${method}.`);
  };
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new GraphkeepError('invalid_input', 'The address cannot be read.', { cause });
  }
};
