import { appRouter } from '@graphkeep/api';
import { expect, it } from 'vitest';
import { kindOf } from '../src/kinds.ts';
import { queries } from '../src/queries.ts';

const procedures: Readonly<Record<string, unknown>> = appRouter._def.procedures;

it('knows of every procedure of the server whether it reads, changes or tells', () => {
  for (const [path, procedure] of Object.entries(procedures))
    expect(`${path} ${kindOf(path.split('.'))}`).toBe(`${path} ${typeOf(procedure)}`);
});

it('names no procedure that is not there', () => {
  for (const path of queries) expect(procedures, path).toHaveProperty([path]);
});

const typeOf = (procedure: unknown): unknown => {
  if (typeof procedure !== 'function' || !('_def' in procedure)) throw new TypeError('not a procedure');
  const { _def: definition } = procedure;
  return typeof definition === 'object' && definition !== null && 'type' in definition
    ? definition.type
    : undefined;
};
