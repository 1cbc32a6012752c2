import { currentContext, type RequestContext } from '@graphkeep/core';
import type { z } from 'zod';

/** What a procedure answers. Its schema also makes the procedure's part of the OpenAPI document. */
export interface Answers<S extends z.ZodType> {
  /** What a handler gives: it may promise not to change it. */
  readonly _input: Readable<z.output<S>>;
  readonly _output: z.output<S>;
  readonly schema: S;
  readonly parse: (value: unknown) => z.output<S>;
}

type Readable<T> = T extends Date | string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer V)[]
    ? readonly Readable<V>[]
    : T extends object
      ? { readonly [P in keyof T]: Readable<T[P]> }
      : T;

const trusting = new WeakSet<RequestContext>();

/** Answers to this request are not checked: their schemas are for those who develop. */
export const trustAnswers = (request: RequestContext): void => void trusting.add(request);

/**
 * What a procedure answers: held to in development and test, and trusted in production. With the name of a type, as in
 * `answers<Savings>(…)`, declarations say that name in place of all that is in it.
 */
export function answers<S extends z.ZodType>(schema: S): Answers<S>;
export function answers<T extends object>(schema: z.ZodType<NoInfer<T>>): Answers<z.ZodType<T>>;
export function answers(schema: z.ZodType): Answers<z.ZodType> {
  const parse = (value: unknown): unknown => {
    const request = currentContext();
    if (!request || !trusting.has(request)) check(schema, value);
    return value;
  };
  // The first two are for the types alone.
  return { schema, parse } as Answers<z.ZodType>;
}

const check = (schema: z.ZodType, value: unknown): void => {
  const { success, error } = schema.safeParse(value);
  if (success) return;
  const wrong = error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new TypeError(`An answer is not what its procedure promises. ${wrong.join('; ')}`);
};
