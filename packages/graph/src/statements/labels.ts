import type { NodeDefinition } from '@graphkeep/models';
import { property, quote } from './cypher.ts';

/** :`Character`:`Being`: the labels that every node of a definition has. */
export const fixedLabels = (definition: NodeDefinition): string =>
  [definition.stored, ...definition.labels.filter(({ when }) => when === undefined).map(({ label }) => label)]
    .map((label) => `:${quote(label)}`)
    .join('');

/** Gives a node the labels that depend on its fields, and takes them: it follows the SET of these fields. */
export const dependentLabels = (
  variable: string,
  definition: NodeDefinition,
  changed: (field: string) => boolean = () => true,
): readonly string[] =>
  definition.labels.flatMap(({ label, when }) => {
    const field = definition.fields.find(({ name }) => name === when);
    if (!field || !changed(field.name)) return [];
    const missing = `${property(variable, field.stored)} IS NULL`;
    return [
      `FOREACH (_ IN CASE WHEN ${missing} THEN [1] ELSE [] END | REMOVE ${variable}:${quote(label)})`,
      `FOREACH (_ IN CASE WHEN ${missing} THEN [] ELSE [1] END | SET ${variable}:${quote(label)})`,
    ];
  });
