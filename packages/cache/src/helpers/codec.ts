import { GraphkeepError } from '@graphkeep/core';
import { parseWith, type Schema } from '../types/schema.ts';

export interface ValueOptions<V> {
  /**
   * What is read is held against it; what is of another shape is an error, and never handed out. Anything with Standard
   * Schema, such as zod.
   * @default none: values come back as JSON keeps them
   */
  readonly schema?: Schema<V>;
}

export interface Codec<V> {
  encode(value: V): string;
  decode(text: string): V;
}

/** `what` names the helper in errors. */
export const jsonCodec = <V>(what: string, { schema }: ValueOptions<V>): Codec<V> => ({
  encode(value) {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
    throw new GraphkeepError(
      'invalid_input',
      `${what} takes values that JSON can write, not ${typeof value}.`,
    );
  },
  decode(text) {
    try {
      const value = JSON.parse(text);
      return schema === undefined ? value : parseWith(schema, value);
    } catch (cause) {
      throw new GraphkeepError('internal', `${what} holds a value of another shape.`, { cause });
    }
  },
});
