import { emitted, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { type KnownFunction, nullableBy } from './function-kinds.ts';
import { trap, typeTrap } from './guards.ts';
import { once } from './operators.ts';
import { listOf, types } from './types.ts';

/** The engine has no memory limit: a list of three thousand million numbers ends the process. */
const LONGEST_RANGE = 1_000_000;

export const range: KnownFunction = {
  least: 2,
  most: 3,
  write: (use) => {
    const { args, written, at } = use;
    const kinds = args.map(({ type }) => type.kind);
    if (
      kinds.some((kind) => kind === 'any' || kind === 'property' || kind === 'number' || kind === 'null') ||
      nullableBy(args)
    )
      throw refuse('range');
    if (kinds.some((kind) => kind !== 'integer')) throw wrong(at, written, 'range() takes integers');
    const [from, to, step = emitted('1', types.integer)] = args.map((arg) => {
      once(arg);
      return arg;
    });
    if (!from || !to) throw wrong(at, written, 'range() takes two integers');
    const call = `range(${args.map(({ text }) => text).join(', ')})`;
    const type = listOf(types.integer);
    const numbers = [from, to, step].map(({ text }) => (/^-?\d+$/.test(text) ? Number(text) : undefined));
    const [first, last, by] = numbers;
    if (by === 0) throw wrong(at, written, 'the step of a range() cannot be 0');
    if (first !== undefined && last !== undefined && by !== undefined) {
      if ((last - first) / by > LONGEST_RANGE) throw refuse('range');
      return emitted(call, type, args);
    }
    const zero = by === undefined ? typeTrap(`${step.text} = 0`, call) : call;
    const tooLong = `(${to.text} - ${from.text}) / ${LONGEST_RANGE} > abs(${step.text}) OR (${from.text} - ${to.text}) / ${LONGEST_RANGE} > abs(${step.text})`;
    return emitted(trap('range', tooLong, zero), type, args);
  },
};
