import { GraphkeepError } from '@graphkeep/core';
import superjson, { type SuperJSONResult } from 'superjson';

/** Superjson, in which a body that is no superjson is the caller's mistake and not ours. */
export const transformer = {
  input: {
    serialize: superjson.serialize,
    deserialize: (body: SuperJSONResult): unknown => {
      try {
        return superjson.deserialize(body);
      } catch (cause) {
        throw new GraphkeepError(
          'invalid_input',
          'The body must be {"json": …}: the input, and what superjson adds to it.',
          { cause },
        );
      }
    },
  },
  output: superjson,
};
