import { quote } from './at.ts';
import { copiedProperties } from './copies.ts';
import { isFloat, isList, numberProbe } from './guards.ts';
import type { Column } from './projection.ts';
import type { DrawnQuery } from './query.ts';
import { isEntity, itemOf, type Type } from './types.ts';

/**
 * A hidden column that says of another which of its whole numbers are floats: the engine answers both alike.
 * Of a number it is 0 or .5; of a property that, and the same for its items; of a list its items' probes; of a map with
 * known keys those of its values in their order, of another map or an entity its float keys and the probes of its lists;
 * of a path those of its nodes and of its relationships.
 */
export interface Probe {
  /** The column that it is about. */
  readonly column: number;
  readonly alias: string;
}

export const probesOf = (columns: readonly Column[]): Probe[] =>
  columns.flatMap(({ type }, column) =>
    probeText('', type) === undefined ? [] : [{ column, alias: `#p${column}` }],
  );

/** Whether rows that are the same stay the same beside it: an entity has one probe, but 1 = 1.0. */
export const isOfEntity = (columns: readonly Column[], { column }: Probe): boolean => {
  const type = columns[column]?.type;
  return type !== undefined && isEntity(type);
};

/** The probes stand in a RETURN of their own behind the statement's, so that they group and order nothing. */
export const withProbes = (
  { body, answer = '', columns: own }: DrawnQuery,
  columns: readonly Column[],
  probes: readonly Probe[],
): string => {
  const items = own.map(({ alias }, index) => `${quote(alias)} AS ${quote(columns[index]?.alias ?? alias)}`);
  const hidden = probes.map(({ column, alias }) => {
    const type = columns[column]?.type;
    return `${(type && probeText(quote(own[column]?.alias ?? ''), type)) ?? 'null'} AS ${quote(alias)}`;
  });
  return `${body} WITH ${answer} RETURN ${[...items, ...hidden].join(', ')}`.trim();
};

const probeText = (text: string, type: Type, depth = 0): string | undefined => {
  const inner = quote(`#v${depth}`);
  switch (type.kind) {
    case 'number':
      return numberProbe(text);
    case 'property':
    case 'any':
      return `[${numberProbe(text)}, [${inner} IN ${text} | ${numberProbe(inner)}]]`;
    case 'list': {
      const item = probeText(inner, itemOf(type), depth + 1);
      return item === undefined ? undefined : `[${inner} IN ${text} | ${item}]`;
    }
    case 'map': {
      if (!type.fields) return keyedProbe(text, depth);
      const fields = [...type.fields].map(
        ([key, field]) => probeText(`${text}.${quote(key)}`, field, depth) ?? 'null',
      );
      return fields.every((field) => field === 'null') ? undefined : `[${fields.join(', ')}]`;
    }
    case 'node':
    case 'relationship':
      return keyedProbe(text, depth);
    case 'copy':
      return keyedProbe(`${text}.${quote(copiedProperties)}`, depth);
    case 'path':
      return `[[${inner} IN nodes(${text}) | ${keyedProbe(inner, depth + 1)}], [${inner} IN relationships(${text}) | ${keyedProbe(inner, depth + 1)}]]`;
    default:
      return undefined;
  }
};

const keyedProbe = (text: string, depth: number): string => {
  const key = quote(`#k${depth}`);
  const value = `${text}[${key}]`;
  const item = quote(`#i${depth}`);
  const floats = `[${key} IN keys(${text}) WHERE ${isFloat(value)} | ${key}]`;
  const lists = `[${key} IN keys(${text}) WHERE ${isList(value)} | [${key}, [${item} IN ${value} | ${numberProbe(item)}]]]`;
  return `[${floats}, ${lists}]`;
};
