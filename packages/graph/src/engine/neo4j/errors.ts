import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import neo4j, { type Neo4jError } from 'neo4j-driver';
import type { Statement } from '../engine.ts';
import { type StoredNames, uniqueViolation } from '../stored-names.ts';
import { errorRules } from './error-rules.ts';
import type { Leases } from './leases.ts';

/** How far a statement had come when it failed: after `committing` nobody may be able to tell whether it was kept. */
export type Phase = 'open' | 'committing';

/** What the driver's errors mean. */
export type Meaning = (error: unknown, phase: Phase, statement?: Statement) => unknown;

export interface MeaningOptions {
  readonly names: StoredNames;
  readonly leases: Leases;
  readonly poolSize: number;
}

export const createMeaning =
  (options: MeaningOptions): Meaning =>
  (error, phase, statement) => {
    if (isGraphkeepError(error) || !(error instanceof neo4j.Neo4jError)) return error;
    if (error.code === 'Neo.ClientError.Schema.ConstraintValidationFailed')
      return constraintViolation(error, options.names);
    const [, label, property] = TOO_LONG.exec(error.message) ?? [];
    if (label !== undefined && property !== undefined) return tooLong(options.names(label, property), error);
    const inUse = ACQUISITION.exec(error.message)?.[1];
    if (inUse !== undefined) return noConnection(error, Number(inUse), options);
    if (statement?.raw === true && /^Neo\.ClientError\.Statement\.(?!AccessMode)/.test(error.code))
      return new GraphkeepError('invalid_input', `The statement is wrong: ${error.message}`, {
        cause: error,
        field: 'statement',
      });
    const rule = errorRules.find(({ when }) => when.test(`${error.code} ${error.message}`));
    if (rule?.lost === true && phase === 'committing')
      return new GraphkeepError(
        'uncertain',
        'The answer to the commit was lost: the write may or may not have been kept.',
        { cause: error },
      );
    return rule
      ? new GraphkeepError(rule.code, rule.message, {
          cause: error,
          ...(rule.field !== undefined && { field: rule.field }),
        })
      : new GraphkeepError('internal', `Neo4j refused a statement by ${error.code}.`, { cause: error });
  };

const ACQUISITION = /acquisition timed out in \d+ ms\. Pool status: Active conn count = (\d+)/;

/** The driver has one error for a pool that is used up and for a server that is slow to greet. */
const noConnection = (error: Neo4jError, inUse: number, { leases, poolSize }: MeaningOptions) =>
  inUse < poolSize
    ? new GraphkeepError('unavailable', 'Neo4j does not answer: no connection was made in time.', {
        cause: error,
      })
    : new GraphkeepError('overloaded', allInUse(poolSize, leases), { cause: error });

export const allInUse = (poolSize: number, leases: Leases): string =>
  `All ${poolSize} connections to Neo4j are in use (GRAPHKEEP_GRAPH_POOL_SIZE). Longest: ${leases.longest(3).join(', ')}.`;

const TOO_LONG = /too large to index.*schema=\(:([^\s{]+) \{([^},]+)/s;

const tooLong = ({ label, field }: ReturnType<StoredNames>, cause: Neo4jError) =>
  new GraphkeepError('invalid_input', `${field} of ${label} is longer than an index of Neo4j takes.`, {
    cause,
    field,
  });

const UNIQUE = /(?:label|type) `([^`]+)` and propert(?:y|ies) `([^`]+)`/;
const MUST = /(?:label|type) `([^`]+)` must have the property `([^`]+)`/;

const constraintViolation = (error: Neo4jError, names: StoredNames): GraphkeepError => {
  const [, label, property] = UNIQUE.exec(error.message) ?? [];
  if (label !== undefined && property !== undefined) return uniqueViolation(names(label, property), error);
  const [, owner, missing] = MUST.exec(error.message) ?? [];
  const wrong = owner !== undefined && missing !== undefined ? names(owner, missing) : undefined;
  return new GraphkeepError(
    'invalid_input',
    wrong ? `${wrong.label} must have a ${wrong.field}.` : 'A constraint of the database forbids this.',
    { cause: error, ...(wrong && { field: wrong.field }) },
  );
};
