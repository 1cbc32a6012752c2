import { appRouter } from '@graphkeep/api';
import { expect, it } from 'vitest';
import { queries } from '../src/queries.ts';

it('knows every procedure of the server that only reads', () => {
  const procedures: Readonly<Record<string, unknown>> = appRouter._def.procedures;
  const reads = Object.entries(procedures).filter(([, procedure]) => typeOf(procedure) === 'query');
  expect([...queries].sort()).toEqual(reads.map(([path]) => path).sort());
});

const typeOf = (procedure: unknown): unknown => {
  if (typeof procedure !== 'function' || !('_def' in procedure)) throw new TypeError('not a procedure');
  const { _def: definition } = procedure;
  return typeof definition === 'object' && definition !== null && 'type' in definition
    ? definition.type
    : undefined;
};
