/** The part of Standard Schema (https://standardschema.dev) that is used: a check that answers at once. */
export interface Schema<V> {
  readonly '~standard': {
    readonly validate: (value: unknown) => SchemaResult<V> | Promise<SchemaResult<V>>;
  };
}

type SchemaResult<V> =
  | { readonly value: V; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** Throws where the value does not fit. */
export const parseWith = <V>(schema: Schema<V>, value: unknown): V => {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise)
    throw new TypeError('The schema of a cached type must answer at once, not by a promise.');
  if (result.issues !== undefined)
    throw new TypeError(result.issues[0]?.message ?? 'does not fit its schema');
  return result.value;
};
