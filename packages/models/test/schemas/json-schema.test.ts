import { expect, it } from 'vitest';
import { z } from 'zod';
import { createSchema, getSchema, listSchema, nestedCreateSchema, patchSchema } from '../../src/index.ts';
import { App, estate } from '../estate.ts';

const options = { io: 'input', unrepresentable: 'any' } as const;

it('says of itself what it takes, as JSON Schema, though a graph has cycles', () => {
  const text = (schema: z.ZodType) => JSON.stringify(z.toJSONSchema(schema, options));
  expect(text(listSchema(estate, 'App'))).toMatch(/"startsWith":\{"type":"string"\}/);
  expect(text(listSchema(estate, 'App'))).toMatch(/"enum":\["READS","WRITES"\]/);
  for (const schema of [
    createSchema(App),
    patchSchema(App),
    nestedCreateSchema(estate, 'App'),
    getSchema(estate, 'App'),
  ])
    expect(text(schema)).toMatch(/"additionalProperties":false/);
});
