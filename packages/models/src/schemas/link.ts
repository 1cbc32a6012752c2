import { z } from 'zod';
import type { Relationship } from '../definition.ts';
import { type Field, knownField } from '../field.ts';
import { linkFields, typesOf } from '../relationship.ts';

/** What a filter or an order may name of the relationship itself: its properties, and its type where it has several. */
export const linkFieldsAndType = (relationship: Relationship): readonly Field[] => {
  const types = typesOf(relationship);
  return typeof relationship.type === 'string'
    ? linkFields(relationship)
    : [...linkFields(relationship), knownField('$type', z.enum(types))];
};

/** The schema of `$link` where relationships are made; undefined where there is nothing to say. */
export const linkSchema = (relationship: Relationship): z.ZodType | undefined => {
  const types = typesOf(relationship);
  if (!relationship.properties && typeof relationship.type === 'string') return undefined;
  const properties = relationship.properties ?? z.object({});
  const schema = (
    typeof relationship.type === 'string' ? properties : properties.safeExtend({ $type: z.enum(types) })
  ).strict();
  return schema.safeParse({}).success ? schema.prefault({}) : schema;
};
