import type { Traits } from './definition.ts';

/** Names that mean something of their own in an input, in an answer, or to an engine. */
const reserved = new Set([
  ...['_id', '_labels', 'createdAt', 'updatedAt', '$link', '$label', '$key', '$type'],
  ...['where', 'orderBy', 'limit', 'after', 'before', 'include', 'select', 'omit', 'withDeleted'],
  ...['AND', 'OR', 'NOT'],
]);

export const isReserved = (name: string, traits: Traits): boolean =>
  reserved.has(name) ||
  (name === 'version' && traits.version) ||
  (name === 'deletedAt' && traits.softDelete) ||
  name === '__proto__';
