import type { AnyRouter } from '@trpc/server';
import { z } from 'zod';
import type { ProcedureMeta } from '../trpc.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A procedure as REST has it: an address, and from where its input comes. */
export interface RestOperation {
  /** Its name in the document: that of the procedure, unless there are two ways to call it. */
  readonly id: string;
  /** Like `story.characters.get`. */
  readonly procedure: string;
  readonly method: Method;
  /** Under /v1: `['story', 'characters', '{characterId}']`. */
  readonly segments: readonly string[];
  /** Where its input stands beside the key: in the address, or in the body. */
  readonly from: 'query' | 'body' | 'nowhere';
  readonly input: z.ZodType | undefined;
  readonly output: z.ZodType | undefined;
  readonly meta: ProcedureMeta;
  readonly writes: boolean;
  /** Of an answer that says something. */
  readonly status: 200 | 201;
}

interface Definition {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly meta?: ProcedureMeta;
  readonly inputs: readonly unknown[];
  readonly output?: unknown;
}

/** The address of each of a resource's procedures that is found by its key, or is of the collection itself. */
const ofResource: Readonly<
  Record<string, readonly [Method, 'key' | 'collection' | 'query', RestOperation['from']]>
> = {
  get: ['GET', 'key', 'nowhere'],
  upsert: ['PUT', 'key', 'body'],
  patch: ['PATCH', 'key', 'body'],
  remove: ['DELETE', 'key', 'query'],
  create: ['POST', 'collection', 'body'],
  list: ['POST', 'query', 'body'],
};

/** Every procedure but the live ones. What REST has no word for is a POST to its own name. */
export const restOperations = (router: AnyRouter): readonly RestOperation[] => {
  const definitions: Readonly<Record<string, { readonly _def: Definition }>> = router._def.procedures;
  return Object.entries(definitions).flatMap(([id, { _def }]) => {
    if (_def.type === 'subscription') return [];
    const operation = operationOf(id, _def);
    return operation.meta.key !== undefined && id.endsWith('.get')
      ? [operation, withProjection(operation)]
      : [operation];
  });
};

/** A node by its key with what is included, or some fields alone: objects, which no address can hold. */
const withProjection = (get: RestOperation): RestOperation => ({
  ...get,
  id: `${get.id}.query`,
  method: 'POST',
  segments: [...get.segments, 'query'],
  from: 'body',
});

const operationOf = (id: string, { type, meta = {}, inputs, output }: Definition): RestOperation => {
  const path = id.split('.');
  const name = path.pop() ?? '';
  const folder = path.map(kebab);
  const [input] = inputs;
  const shared = {
    id,
    procedure: id,
    status: meta.key !== undefined && name === 'create' ? 201 : 200,
    meta,
    writes: type === 'mutation',
    input: input instanceof z.ZodType ? input : undefined,
    output: meta.output instanceof z.ZodType ? meta.output : schemaIn(output),
  } as const;
  const found = meta.key === undefined ? undefined : ofResource[name];
  if (found) {
    const [method, place, from] = found;
    const last = { key: [`{${meta.key}}`], collection: [], query: ['query'] }[place];
    return { ...shared, method, from, segments: [...folder, ...last] };
  }
  const plain = type === 'query' && isPlain(shared.input);
  return {
    ...shared,
    method: plain ? 'GET' : 'POST',
    from: shared.input === undefined ? 'nowhere' : plain ? 'query' : 'body',
    segments: [...folder, kebab(name)],
  };
};

const schemaIn = (output: unknown): z.ZodType | undefined =>
  typeof output === 'object' && output !== null && 'schema' in output && output.schema instanceof z.ZodType
    ? output.schema
    : undefined;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Whether an input can stand in an address: texts, numbers and the like, each by its name. */
const isPlain = (input: z.ZodType | undefined): boolean => {
  if (input === undefined) return true;
  const object = unwrapped(input);
  return (
    object instanceof z.ZodObject && Object.values(object.shape).every((field) => isText(unwrapped(field)))
  );
};

const isText = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodString ||
  schema instanceof z.ZodStringFormat ||
  schema instanceof z.ZodNumber ||
  schema instanceof z.ZodBoolean ||
  schema instanceof z.ZodEnum ||
  schema instanceof z.ZodDate;

export const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodExactOptional ||
  schema instanceof z.ZodDefault ||
  schema instanceof z.ZodPrefault ||
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodReadonly
    ? unwrapped(schema.def.innerType)
    : schema instanceof z.ZodLazy
      ? unwrapped(schema.unwrap())
      : schema;
