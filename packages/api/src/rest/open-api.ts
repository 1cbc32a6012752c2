import { z } from 'zod';
import { type RestOperation, unwrapped } from './operations.ts';
import { type Json, jsonSchemas } from './schemas.ts';

export interface OpenApiOptions {
  readonly version: string;
  readonly title?: string;
  /** Where the document's addresses begin. @default '/v1' */
  readonly server?: string;
}

interface Schemas {
  readonly inputs: ReturnType<typeof jsonSchemas>;
  readonly outputs: ReturnType<typeof jsonSchemas>;
}
export interface OpenApiDocument extends Json {
  readonly openapi: '3.1.0';
  readonly paths: Readonly<Record<string, Json>>;
}

/** The document of OpenAPI 3.1 of these operations. Schemas that several of them name stand in it once. */
export const openApiOf = (
  operations: readonly RestOperation[],
  { version, title = 'Graphkeep', server = '/v1' }: OpenApiOptions,
): OpenApiDocument => {
  const parts = operations.flatMap(queryFields);
  const inputs = jsonSchemas([...operations.flatMap(({ input }) => input ?? []), ...parts], 'input');
  const outputs = jsonSchemas(
    operations.flatMap(({ output }) => output ?? []),
    'output',
  );
  const schemas: Schemas = { inputs, outputs };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = `/${operation.segments.join('/')}`;
    const methods = paths[path] ?? {};
    paths[path] = methods;
    methods[operation.method.toLowerCase()] = describe(operation, schemas);
  }
  return {
    openapi: '3.1.0',
    info: { title, version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: server }],
    security: [{ key: [] }],
    tags: [...new Set(operations.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key, or a JWT.' } },
      responses: {
        Problem: {
          description: 'What is wrong.',
          content: { 'application/problem+json': { schema: problem } },
        },
      },
      schemas: { ...inputs.components, ...outputs.components },
    },
  };
};

const tagOf = ({ segments }: RestOperation): string => segments.slice(0, 2).join('.');

const describe = (operation: RestOperation, schemas: Schemas): Json => {
  const { id, meta, method, segments, from, input, output, writes } = operation;
  const keyed = segments.find((segment) => segment.startsWith('{'));
  const parameters = [
    ...(keyed ? [{ name: meta.key, in: 'path', required: true, schema: { type: 'string' } }] : []),
    ...(from === 'query' && input ? queryParameters(input, keyed ? meta.key : undefined, schemas) : []),
    ...(writes ? [idempotencyKey] : []),
  ];
  const answer = output && schemas.outputs.of(output);
  const status =
    method === 'DELETE' || output instanceof z.ZodVoid ? '204' : id.endsWith('.create') ? '201' : '200';
  return {
    operationId: id,
    tags: [tagOf(operation)],
    ...(meta.summary !== undefined && { summary: meta.summary }),
    ...(meta.scope === undefined ? { security: [] } : { description: `For keys with \`${meta.scope}\`.` }),
    ...(parameters.length > 0 && { parameters }),
    ...(from === 'body' &&
      input && {
        requestBody: {
          required: !(input instanceof z.ZodOptional),
          content: { 'application/json': { schema: bodyOf(input, keyed ? meta.key : undefined, schemas) } },
        },
      }),
    responses: {
      [status]: {
        description: status === '204' ? 'Done.' : 'The answer.',
        ...(status !== '204' && { content: { 'application/json': { schema: answer ?? {} } } }),
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The name of this very change: however often it is sent, the change is made once.',
  schema: { type: 'string', maxLength: 200 },
} as const;

const queryFields = ({ from, input }: RestOperation): readonly z.core.$ZodType[] => {
  const object = from === 'query' && input ? unwrapped(input) : undefined;
  return object instanceof z.ZodObject ? Object.values(object.shape) : [];
};

const queryParameters = (input: z.ZodType, key: string | undefined, { inputs }: Schemas): readonly Json[] => {
  const object = unwrapped(input);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape)
    .filter(([name]) => name !== key)
    .map(([name, field]) => ({
      name,
      in: 'query',
      required: field._zod.optin !== 'optional',
      schema: inputs.of(field),
    }));
};

/** The key stands in the address, so it is not asked for again. */
const bodyOf = (input: z.ZodType, key: string | undefined, schemas: Schemas): Json => {
  const schema = schemas.inputs.of(input);
  if (key === undefined) return schema;
  const { properties, required, ...rest } = schema as Json & {
    properties?: Json;
    required?: readonly string[];
  };
  const others = (required ?? []).filter((name) => name !== key);
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== key)),
    }),
    ...(others.length > 0 && { required: others }),
  };
};

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'retryable', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    retryable: { type: 'boolean' },
    requestId: { type: 'string' },
    field: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
} as const;
