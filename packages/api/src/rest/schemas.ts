import { createHash } from 'node:crypto';
import { schemaNames } from '@graphkeep/models';
import { z } from 'zod';
import { schemasWithin } from './schemas-within.ts';

export type Json = Readonly<Record<string, unknown>>;

/** JSON Schemas of many schemas, in which those that have a name stand once, as components. */
export const jsonSchemas = (schemas: readonly z.core.$ZodType[], io: 'input' | 'output') => {
  const names = new Map<string, z.core.$ZodType>();
  const refs = new Map<z.core.$ZodType, Json>();
  for (const schema of schemasWithin(schemas)) {
    const name = schemaNames.get(schema)?.name;
    if (name === undefined) continue;
    const id = names.has(name) ? `${name}${names.size}` : name;
    names.set(id, schema);
    refs.set(schema, { $ref: `#/components/schemas/${id}` });
  }
  const made = new Map<z.core.$ZodType, Json>();
  const components: Record<string, Json> = {};
  withRefs(refs, () => {
    const render = (schema: z.core.$ZodType) =>
      plain(schema, io === 'output' || hasDefaults(schema, refs) ? io : 'output', components);
    for (const schema of schemas) made.set(schema, refs.get(schema) ?? render(schema));
    // A copy is not replaced by the reference to itself.
    for (const [name, schema] of names)
      if (schema instanceof z.ZodType) components[name] = render(schema.clone(schema.def));
  });
  return { of: (schema: z.core.$ZodType): Json => made.get(schema) ?? {}, components };
};

/**
 * Runs work during which schemas with a name are told by a reference. Without it each would be followed to where it leads,
 * which in a graph is everywhere, for every procedure anew.
 */
const withRefs = (refs: ReadonlyMap<z.core.$ZodType, Json>, work: () => void): void => {
  for (const [schema, ref] of refs) schema._zod.toJSONSchema = () => ({ ...ref });
  try {
    work();
  } finally {
    for (const schema of refs.keys()) delete schema._zod.toJSONSchema;
  }
};

/**
 * What has no default is the same as input and as output; and as input zod follows every part of it to all that it leads to,
 * past what has a name.
 */
const hasDefaults = (schema: z.core.$ZodType, refs: ReadonlyMap<z.core.$ZodType, Json>): boolean =>
  [...schemasWithin([schema], (one) => refs.has(one))].some(
    (one) => one instanceof z.ZodDefault || one instanceof z.ZodPrefault || one instanceof z.ZodPipe,
  );

const plain = (schema: z.core.$ZodType, io: 'input' | 'output', components: Record<string, Json>): Json => {
  const {
    $schema: _,
    $defs = {},
    ...json
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  const defined = Object.entries($defs);
  return defined.length === 0 ? json : hoisted(json, defined, components);
};

/** What leads back to itself, such as any JSON, as a component, of which the same is there once. */
const hoisted = (
  json: Json,
  defined: readonly (readonly [string, object])[],
  components: Record<string, Json>,
): Json => {
  const ids = defined.map(([name, schema]) => [name, `Recursive-${digest(schema)}`] as const);
  const renamed = (part: object): Json =>
    JSON.parse(
      ids.reduce(
        (text, [name, id]) => text.replaceAll(`"#/$defs/${name}"`, `"#/components/schemas/${id}"`),
        JSON.stringify(part),
      ),
    );
  ids.forEach(([name, id]) => {
    const found = defined.find(([one]) => one === name);
    if (found) components[id] ??= renamed(found[1]);
  });
  return renamed(json);
};

const digest = (schema: object): string =>
  createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 8);
