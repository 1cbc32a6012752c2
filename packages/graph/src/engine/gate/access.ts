import { type At, asValue, type Emitted, emitted, quote, quoteKey, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { isList, typeTrap } from './guards.ts';
import type { Expression } from './syntax.ts';
import { type Of, read, textLiteral, translate } from './translate-expression.ts';
import { hasLoose, itemOf, join, kindText, orNull, type Type, types } from './types.ts';

export const property = (expression: Of<'property'>, at: At): Emitted => {
  const of = translate(expression.of, asValue(at));
  return propertyOf(expression, of, expression.key, at);
};

const propertyOf = (expression: Expression, of: Emitted, key: string, at: At): Emitted => {
  const text = `${atom(of)}.${quoteKey(key)}`;
  switch (of.type.kind) {
    case 'node':
    case 'relationship':
      if (of.type.deleted) throw wrong(at, expression, 'the entity is deleted before its property is read');
      return emitted(text, types.property, [of]);
    case 'map': {
      if (!of.type.fields) return emitted(text, types.property, [of]);
      const type = of.type.fields.get(key) ?? types.null;
      if (type.kind === 'copy') throw refuse('unionEntity', `then ${key} taken out of the map`);
      return { ...emitted('', types.null, [of]), ...read(text, orNull(type, of.type.nullable)) };
    }
    case 'null':
      return emitted('null', types.null, [of]);
    case 'any':
    case 'property':
      throw refuse('argument', `the property ${key} of a value of unknown type`);
    default:
      throw wrong(at, expression, `${kindText(of.type)} has no properties`);
  }
};

export const index = (expression: Of<'index'>, at: At): Emitted => {
  const of = translate(expression.of, asValue(at));
  const by = translate(expression.index, asValue(at));
  if (of.type.kind === 'null' || by.type.kind === 'null') return emitted('null', types.null, [of, by]);
  if (of.type.kind === 'list') {
    if (by.type.kind !== 'integer') throw indexProblem(expression, by.type, at);
    return {
      ...emitted('', types.null, [of, by]),
      ...read(`${atom(of)}[${by.text}]`, orNull(itemOf(of.type))),
    };
  }
  if (of.type.kind === 'property' && by.type.kind === 'integer')
    return emitted(
      `${typeTrap(`${of.text} IS NOT NULL AND NOT (${isList(of.text)})`, `${atom(of)}[${by.text}]`)}`,
      types.property,
      [of, by],
    );
  if (of.type.kind === 'map' || of.type.kind === 'node' || of.type.kind === 'relationship') {
    if (by.type.kind !== 'string') throw indexProblem(expression, by.type, at);
    if (of.type.deleted) throw refuse('deleted');
    if (of.type.fields) {
      const key = expression.index.kind === 'literal' ? expression.index.value : undefined;
      if (typeof key === 'string') return propertyOf(expression, of, key, at);
      const fields = [...of.type.fields.values()];
      const type = orNull(fields.length === 0 ? types.null : fields.reduce(join));
      if (type.kind === 'copy') throw refuse('unionEntity', 'then taken out of the map');
      if (hasLoose(type)) throw refuse('floatParameter');
      return emitted(`${atom(of)}[${by.text}]`, type, [of, by]);
    }
    return emitted(`${atom(of)}[${by.text}]`, types.property, [of, by]);
  }
  if (of.type.kind === 'any' || of.type.kind === 'property')
    throw refuse('argument', 'an index into a value of unknown type');
  throw wrong(at, expression, `${kindText(of.type)} has no items`);
};

const indexProblem = (expression: Expression, type: Type, at: At): Error =>
  type.kind === 'any' || type.kind === 'property'
    ? refuse('argument', 'an index of unknown type')
    : wrong(at, expression, `${kindText(type)} is no index here`);

export const slice = (expression: Of<'slice'>, at: At): Emitted => {
  const of = translate(expression.of, asValue(at));
  const [from, to] = [expression.from, expression.to].map((bound) => bound && translate(bound, asValue(at)));
  const bounds = [from, to].filter((bound) => bound !== undefined);
  const parts = [of, ...bounds];
  if (parts.some(({ type }) => type.kind === 'null')) return emitted('null', types.null, parts);
  if (of.type.kind !== 'list') throw refuse('argument', 'a slice of what is not surely a list');
  const text = `${atom(of)}[${boundText(from, of)}..${boundText(to, of)}]`;
  const absent = bounds.filter(({ type }) => type.nullable).map((bound) => `${bound.text} IS NULL`);
  if (absent.length === 0) return emitted(text, of.type, parts);
  return emitted(`CASE WHEN ${absent.join(' OR ')} THEN null ELSE ${text} END`, orNull(of.type), parts);
};

/** A negative bound counts from the end, and the engine takes it for 0. */
const boundText = (bound: Emitted | undefined, of: Emitted): string => {
  if (!bound) return '';
  if (bound.type.kind !== 'integer') throw refuse('argument', 'a bound of a slice that is no integer');
  if (/^\d+$/.test(bound.text)) return bound.text;
  for (const part of [of, bound])
    if (part.random || part.aggregates) throw refuse('argument', 'such a bound of a slice');
  const counted = `size(${of.text}) + ${bound.text}`;
  return `CASE WHEN ${bound.text} >= 0 THEN ${bound.text} WHEN ${counted} < 0 THEN 0 ELSE ${counted} END`;
};

/** What can stand before a dot or a bracket. */
const atom = ({ text }: Emitted): string => (text.startsWith('CASE') ? `(${text})` : text);

export const hasLabels = (expression: Of<'hasLabels'>, at: At): Emitted => {
  const of = translate(expression.of, asValue(at));
  if (of.type.deleted) throw refuse('deleted');
  if (of.type.kind === 'null') return emitted('null', types.null, [of]);
  const type = orNull(types.boolean, of.type.nullable);
  if (of.type.kind === 'node' && expression.of.kind === 'variable')
    return emitted(`${of.text}${expression.labels.map((label) => `:${quote(label)}`).join('')}`, type, [of]);
  if (of.type.kind === 'relationship')
    return emitted(
      `(${expression.labels.map((label) => `type(${of.text}) = ${textLiteral(label)}`).join(' AND ')})`,
      type,
      [of],
    );
  throw refuse('argument', 'a label test of what is not surely a node');
};
