import { type At, type Emitted, quoteKey, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { once } from './operators.ts';
import type { Expression } from './syntax.ts';
import { hasLoose, isNothing, isScalar, itemOf, kindText, type Type } from './types.ts';

/** A value as a property keeps it. Floats that came as parameters are made real ones. */
export const settledProperty = (value: Emitted, at: At, written: Expression): string => {
  assertStorable(value.type, at, written);
  return storedText(value.text, value.type);
};

const storedText = (text: string, type: Type): string => {
  if (type.kind === 'float' && type.loose) return `toFloat(${text})`;
  if (type.kind === 'list' && hasLoose(type)) return `[\`#v\` IN ${text} | toFloat(\`#v\`)]`;
  return text;
};

const assertStorable = (type: Type, at: At, written: Expression): void => {
  switch (type.kind) {
    case 'any':
      throw refuse('storedType');
    case 'list': {
      const item = itemOf(type);
      if (isNothing(item)) return;
      if (item.kind === 'map' || item.kind === 'list')
        throw wrong(at, written, 'a property cannot hold maps or nested lists: store JSON text');
      if (!isScalar(item) || item.kind === 'number') throw refuse('storedType', `a list of ${item.kind}`);
      if (item.nullable) throw refuse('storedType', 'a list in which null may be');
      return;
    }
    case 'map':
      throw wrong(at, written, 'a property cannot hold a map: store JSON text');
    case 'node':
    case 'relationship':
    case 'path':
      throw wrong(at, written, `a property cannot hold ${kindText(type)}`);
    default:
  }
};

/** A map of properties, each as it is kept. */
export const settledMap = (value: Emitted, at: At, written: Expression): string => {
  const { fields } = value.type;
  if (!fields) return value.text;
  for (const type of fields.values()) assertStorable(type, at, written);
  if (![...fields.values()].some(hasLoose)) {
    for (const key of fields.keys()) quoteKey(key);
    return value.text;
  }
  once(value);
  const entries = [...fields].map(([key, type]) => {
    const name = quoteKey(key);
    return `${name}: ${storedText(`${value.text}.${name}`, type)}`;
  });
  return `{${entries.join(', ')}}`;
};
