import type { ScalarKind } from '@graphkeep/models';
import neo4j from 'neo4j-driver';

/** What the values of a property are; a text says why they can be nothing that a definition knows. */
export type SampledKind =
  | { readonly kind: ScalarKind; readonly list: boolean }
  | { readonly problem: string };

/** The embedded engine keeps dates as epoch milliseconds: a moment of this century under a name that speaks of time. */
const TIME_NAME = /(?:At|On|Date|Time|_at|_on)$/;
const MOMENTS = [Date.UTC(2000, 0), Date.UTC(2100, 0)] as const;

export const kindOf = (name: string, values: readonly unknown[]): SampledKind => {
  const lists = values.filter(Array.isArray);
  if (lists.length > 0 && lists.length < values.length) return { problem: 'is a list in some nodes only' };
  const list = lists.length > 0;
  const kinds = new Set((list ? lists.flat() : values).map((value) => scalarOf(name, value)));
  if (kinds.has('integer') && kinds.has('float')) kinds.delete('integer');
  if (kinds.has('integer') && kinds.has('date')) kinds.delete('date');
  if (kinds.size === 0) return { problem: 'is always empty' };
  if (kinds.size > 1) return { problem: `is of several kinds: ${[...kinds].sort().join(', ')}` };
  const [kind = 'other'] = kinds;
  return kind === 'other' ? { problem: 'is of a kind that definitions do not know' } : { kind, list };
};

const scalarOf = (name: string, value: unknown): ScalarKind | 'other' => {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (neo4j.isInt(value) || typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return 'float';
    return TIME_NAME.test(name) && value > MOMENTS[0] && value < MOMENTS[1] ? 'date' : 'integer';
  }
  if (neo4j.isDateTime(value) || neo4j.isDate(value) || neo4j.isLocalDateTime(value)) return 'date';
  return 'other';
};
