import type { Field } from '@graphkeep/models';
import type { Codec, Statement } from '../engine/engine.ts';
import { node, Parameters, property, quote } from '../statements/cypher.ts';
import { columns } from '../statements/read.ts';
import { Idempotency } from './idempotency-node.ts';

interface IdempotencyClaim {
  readonly key: string;
  readonly requestHash: string;
  readonly expiresAt: Date;
}

const field = (name: keyof typeof Idempotency.schema.shape): Field => {
  const found = Idempotency.fields.find((one) => one.name === name);
  if (!found) throw new TypeError(`${Idempotency.label} has no ${name}.`);
  return found;
};
const keyField = field('key');
const hashField = field('requestHash');
const answerField = field('answer');
const expiryField = field('expiresAt');
const stored = (one: Field): string => property('n', one.stored);

/** Makes the record, or finds the one that is there; either way nobody else has it until the transaction ends. */
export const claimStatement = (claim: IdempotencyClaim, codec: Codec): Statement => {
  const parameters = new Parameters(codec);
  const text = [
    `MERGE (n:${quote(Idempotency.stored)} {${quote(keyField.stored)}: ${parameters.bind(keyField, claim.key)}})`,
    `ON CREATE SET ${stored(hashField)} = ${parameters.bind(hashField, claim.requestHash)}, ${stored(expiryField)} = ${parameters.bind(expiryField, claim.expiresAt)}`,
    `RETURN ${columns(Idempotency)}`,
  ].join(' ');
  return { text, params: parameters.values, operation: 'idempotency.claim' };
};

export const finishStatement = (key: string, answer: string, codec: Codec): Statement => {
  const parameters = new Parameters(codec);
  const text = `MATCH ${node('n', Idempotency)} WHERE ${stored(keyField)} = ${parameters.bind(keyField, key)} SET ${stored(answerField)} = ${parameters.bind(answerField, answer)}`;
  return { text, params: parameters.values, operation: 'idempotency.finish' };
};

export const forgetStatement = (key: string, codec: Codec): Statement => {
  const parameters = new Parameters(codec);
  const text = `MATCH ${node('n', Idempotency)} WHERE ${stored(keyField)} = ${parameters.bind(keyField, key)} DELETE n`;
  return { text, params: parameters.values, operation: 'idempotency.forget' };
};

/** Removes some of the records whose time is over, and answers how many. */
export const sweepStatement = (now: Date, batch: number, codec: Codec): Statement => {
  const parameters = new Parameters(codec);
  const text = [
    `MATCH ${node('n', Idempotency)} WHERE ${stored(expiryField)} < ${parameters.bind(expiryField, now)}`,
    `WITH n LIMIT ${parameters.count(batch)} DELETE n RETURN count(*) AS ${quote('swept')}`,
  ].join(' ');
  return { text, params: parameters.values, operation: 'idempotency.sweep' };
};
