import type { Statement } from '../../src/engine/engine.ts';

export const statement = (text: string, params: Statement['params'] = {}): Statement => ({
  text,
  params,
  operation: 'test',
});
