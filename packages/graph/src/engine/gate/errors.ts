import { GraphkeepError } from '@graphkeep/core';
import { type ConstructId, constructs } from './constructs.ts';

/** The statement is no Cypher, or means nothing: it would fail on any engine. */
export const invalid = (source: string, at: number, problem: string): GraphkeepError => {
  const before = source.slice(0, at).split('\n');
  return new GraphkeepError(
    'invalid_input',
    `The statement is wrong at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${problem}.`,
    { field: 'statement' },
  );
};

/** The statement is Cypher, but the embedded engine is not trusted with it. */
export const refuse = (id: ConstructId, detail?: string): GraphkeepError => {
  const { construct, why, instead } = constructs[id];
  return new GraphkeepError(
    'unsupported',
    `The embedded engine is not trusted with ${construct}${detail === undefined ? '' : ` (${detail})`}: ${why}. Instead: ${instead}. Neo4j runs the statement as it is.`,
    { field: 'statement' },
  );
};
