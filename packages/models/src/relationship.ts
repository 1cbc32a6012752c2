import type { Relationship } from './definition.ts';
import { type Field, type FieldProblem, readField } from './field.ts';

/** The types of a relationship in the database. */
export const typesOf = ({ type }: Relationship): readonly string[] =>
  typeof type === 'string' ? [type] : type;

const known = new WeakMap<Relationship, readonly Field[]>();

/** The fields of a relationship's own properties. */
export const linkFields = (relationship: Relationship): readonly Field[] => {
  const fields =
    known.get(relationship) ??
    Object.values(read(relationship)).filter((field): field is Field => !('problem' in field));
  known.set(relationship, fields);
  return fields;
};

const read = (relationship: Relationship): Readonly<Record<string, Field | FieldProblem>> =>
  Object.fromEntries(
    Object.entries(relationship.properties?.shape ?? {}).map(([name, schema]) => {
      const field = readField(name, schema);
      return [name, 'problem' in field ? field : { ...field, stored: relationship.storedAs?.[name] ?? name }];
    }),
  );

/** What is wrong with a relationship by itself; where it leads is looked at in `defineGraph`. */
export const relationshipProblems = (name: string, relationship: Relationship): readonly string[] => {
  const types = typesOf(relationship);
  return [
    ...((typeof relationship.type !== 'string' && types.length < 2) ||
    new Set(types).size < types.length ||
    types.includes('')
      ? [`the relationship ${name} needs one type, or a list of several different ones`]
      : []),
    ...Object.entries(read(relationship)).flatMap(([property, field]) =>
      'problem' in field ? [`the property ${property} of ${name} ${field.problem}`] : [],
    ),
    ...Object.keys(relationship.properties?.shape ?? {})
      .filter((property) => property === '$type')
      .map(() => `the property $type of ${name} has a reserved name`),
  ];
};
