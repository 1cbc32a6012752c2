import { type Emitted, emitted, quote } from './at.ts';
import type { Type } from './types.ts';

/** The field of a copy that holds the entity's properties. */
export const copiedProperties = 'p';

/**
 * An entity as a map of its parts: an entity that a map carries through CASE or a comprehension becomes a bare id in the
 * engine, and this does not.
 */
export const copyOf = (value: Emitted): Emitted => {
  const { kind, nullable } = value.type;
  if (kind !== 'node' && kind !== 'relationship') return value;
  const { text } = value;
  const own =
    kind === 'node'
      ? `l: labels(${text})`
      : `t: type(${text}), s: id(startNode(${text})), e: id(endNode(${text}))`;
  const parts = `{i: id(${text}), ${own}, ${quote(copiedProperties)}: properties(${text})}`;
  const type: Type = { kind: 'copy', of: kind, nullable };
  return emitted(nullable ? `CASE WHEN ${text} IS NULL THEN null ELSE ${parts} END` : parts, type, [value]);
};
