import type { NodeDefinition } from '@graphkeep/models';
import type { Codec, Statement } from '../../engine/engine.ts';
import { Parameters } from '../cypher.ts';
import { columns } from '../read.ts';
import type { Scope } from '../scope.ts';
import { matchOne } from './match.ts';

/** The node of a key, to say why it was not written. */
export const foundStatement = (
  definition: NodeDefinition,
  key: string,
  scope: Scope,
  codec: Codec,
): Statement => {
  const parameters = new Parameters(codec);
  const text = `${matchOne(definition, key, scope, parameters)} RETURN ${columns(definition)}`;
  return { text, params: parameters.values, operation: `${definition.label}.found` };
};
