import { type At, type Emitted, emitted, withoutAggregates, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { numberText } from './operators.ts';
import type { Expression } from './syntax.ts';
import { translate } from './translate-expression.ts';
import {
  holdsCopy,
  isDeleted,
  isNumber,
  isScalar,
  kindText,
  listOf,
  notNull,
  orNull,
  type Type,
  types,
} from './types.ts';

type Call = Extract<Expression, { readonly kind: 'call' | 'countAll' }>;

const NAMES = new Set([
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'collect',
  'percentilecont',
  'percentiledisc',
  'stdev',
  'stdevp',
]);

export const isAggregate = (name: string): boolean => NAMES.has(name.toLowerCase());

export const aggregate = (expression: Call, at: At): Emitted => {
  if (!at.aggregates) throw wrong(at, expression, 'an aggregate can stand in WITH and RETURN only');
  if (expression.kind === 'countAll') return { ...emitted('count(*)', types.integer), aggregates: true };
  const name = expression.name.toLowerCase();
  const args = expression.args.map((arg) => translate(arg, withoutAggregates(at)));
  const [arg] = args;
  if (!arg) throw wrong(at, expression, `${name}() takes an argument`);
  if (args.some(({ random }) => random)) throw wrong(at, expression, 'rand() cannot be aggregated');
  if (args.length !== (name.startsWith('percentile') ? 2 : 1))
    throw wrong(at, expression, `${name}() takes another number of arguments`);
  if (isDeleted(arg.type) && name !== 'count') throw refuse('deleted');
  if (expression.distinct && holdsCopy(arg.type)) throw refuse('unionEntity', `then ${name}(DISTINCT …)`);
  const distinct = expression.distinct ? 'DISTINCT ' : '';
  const done = (text: string, type: Type): Emitted => ({ ...emitted(text, type), aggregates: true });
  const numeric = (): string => {
    if (!isNumber(arg.type) && arg.type.kind !== 'property' && arg.type.kind !== 'null')
      throw unfit(arg, name, expression, at);
    return numberText(arg);
  };
  switch (name) {
    case 'count':
      return done(`count(${distinct}${arg.text})`, types.integer);
    case 'collect':
      if (arg.type.kind === 'any') throw refuse('unionEntity', 'collect()');
      return done(`collect(${distinct}${arg.text})`, listOf(notNull(arg.type)));
    case 'sum':
      return done(
        `coalesce(sum(${distinct}${numeric()}), 0)`,
        arg.type.kind === 'integer' ? types.integer : types.number,
      );
    case 'avg':
    case 'stdev':
    case 'stdevp':
      return done(`${name === 'avg' ? 'avg' : name}(${distinct}${numeric()})`, orNull(types.float));
    case 'min':
    case 'max':
      if (
        arg.type.kind !== 'property' &&
        arg.type.kind !== 'null' &&
        (!isScalar(arg.type) || arg.type.kind === 'boolean')
      )
        throw refuse('mixedComparison', `${name}() of ${arg.type.kind}`);
      return done(`${name}(${distinct}${arg.text})`, orNull(arg.type));
    default:
      return percentile(expression, numeric(), args, at);
  }
};

const percentile = (
  expression: Extract<Expression, { readonly kind: 'call' }>,
  values: string,
  [arg]: readonly Emitted[],
  at: At,
): Emitted => {
  const share = expression.args[1];
  if (share?.kind !== 'float' && share?.kind !== 'integer') throw refuse('percentile');
  if (Number(share.value) > 1 || Number(share.value) < 0)
    throw wrong(at, expression, 'the share of a percentile is from 0 to 1');
  const name = isCont(expression.name) ? 'percentileCont' : 'percentileDisc';
  // Of integers the engine answers a float.
  if (name === 'percentileDisc' && arg?.type.kind !== 'float')
    throw refuse('percentile', 'percentileDisc() of what are not surely floats');
  return {
    ...emitted(`${name}(${values}, ${Number(share.value)})`, orNull(types.float)),
    aggregates: true,
  };
};

const isCont = (name: string): boolean => name.toLowerCase() === 'percentilecont';

const unfit = (arg: Emitted, name: string, expression: Expression, at: At): Error =>
  arg.type.kind === 'any'
    ? refuse('argument', `${name}() of a value of unknown type`)
    : wrong(at, expression, `${name}() cannot take ${kindText(arg.type)}`);
