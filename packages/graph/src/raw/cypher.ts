import { GraphkeepError } from '@graphkeep/core';
import { quote } from '../statements/cypher.ts';

/** What a hole of a statement takes: a value, which is bound, or a part of a statement. */
export type Hole =
  | Cypher
  | string
  | number
  | boolean
  | Date
  | null
  | readonly Hole[]
  | { readonly [key: string]: Hole };

/** A statement, or a part of one: its text, and the values for its parameters. It can only be made by `cypher`. */
export class Cypher {
  /** Text and bound values in turn: a value stands between each two texts. */
  readonly texts: readonly string[];
  readonly values: readonly unknown[];

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }
}

const tag = (strings: TemplateStringsArray, ...holes: readonly Hole[]): Cypher =>
  holes.reduce<Cypher>(
    (all, hole, index) =>
      append(
        append(all, hole instanceof Cypher ? hole : new Cypher(['', ''], [hole])),
        new Cypher([strings[index + 1] ?? ''], []),
      ),
    new Cypher([strings[0] ?? ''], []),
  );

const append = (left: Cypher, right: Cypher): Cypher =>
  new Cypher(
    [...left.texts.slice(0, -1), (left.texts.at(-1) ?? '') + (right.texts[0] ?? ''), ...right.texts.slice(1)],
    [...left.values, ...right.values],
  );

/**
 * Cypher by hand: each hole is bound as a parameter, never written into the text.
 *
 * @example cypher`MATCH (n:Player) WHERE n.playerId = ${id} RETURN n.username AS username`
 */
export const cypher = Object.assign(tag, {
  /** The name of a label, a relationship type or a property: no parameter can stand for one. */
  ident: (name: string): Cypher => {
    if (typeof name !== 'string' || name === '' || name.includes('\0'))
      throw new GraphkeepError('invalid_input', 'A name in a statement must be a text that is not empty.', {
        field: 'statement',
      });
    return new Cypher([quote(name)], []);
  },
  /** Parts or values with a text between each two. */
  join: (parts: readonly Hole[], separator = ', '): Cypher => {
    const [first, ...rest] = parts.map((part) => (part instanceof Cypher ? part : tag`${part}`));
    const between = new Cypher([separator], []);
    return rest.reduce((all, part) => append(append(all, between), part), first ?? new Cypher([''], []));
  },
});
