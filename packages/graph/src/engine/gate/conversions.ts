import { type Emitted, emitted, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { type KnownFunction, one } from './function-kinds.ts';
import { isFloat, isList, isNumeric, isText, isTruth, trap, typeTrap } from './guards.ts';
import { once } from './operators.ts';
import { kindText, orNull, type Type, types } from './types.ts';

export const conversion = (
  from: readonly Type['kind'][],
  to: Type,
  textOf: (arg: Emitted) => string,
): KnownFunction =>
  one((arg, use) => {
    const { kind } = arg.type;
    if (kind === 'property') {
      once(arg);
      const tests = from.includes('boolean') ? [isTruth, isText] : [isNumeric, isText];
      const fitting = tests.map((test) => `(${test(arg.text)})`).join(' OR ');
      return emitted(typeTrap(`${arg.text} IS NOT NULL AND NOT (${fitting})`, textOf(arg)), to, use.args);
    }
    if (!from.includes(kind)) {
      if (kind === 'any') throw refuse('argument', `${use.name}() of a value of unknown type`);
      throw wrong(use.at, use.written, `${use.name}() cannot take ${kindText(arg.type)}`);
    }
    return emitted(textOf(arg), to, use.args);
  });

export const toText = one((arg, use) => {
  switch (arg.type.kind) {
    case 'integer':
    case 'boolean':
    case 'string':
      return emitted(`toString(${arg.text})`, orNull(types.string, arg.type.nullable), use.args);
    case 'property':
      once(arg);
      return emitted(
        trap('floatText', `(${isFloat(arg.text)}) OR (${isList(arg.text)})`, `toString(${arg.text})`),
        orNull(types.string),
        use.args,
      );
    case 'float':
    case 'number':
      throw refuse('floatText', 'toString()');
    case 'any':
      throw refuse('argument', 'toString() of a value of unknown type');
    default:
      throw wrong(use.at, use.written, `toString() cannot take ${kindText(arg.type)}`);
  }
});
