import { GraphkeepError } from '@graphkeep/core';
import type { Field, NodeDefinition } from '@graphkeep/models';
import type { Codec } from '../engine/engine.ts';

/** An identifier as Cypher reads it, whatever is in it. */
export const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** The values of one statement: each is bound, none is ever written into the text. */
export class Parameters {
  readonly values: Record<string, unknown> = {};
  readonly #codec: Codec;
  #count = 0;
  #variables = 0;

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  /** Binds a field's value and answers what stands for it in the text. */
  bind(field: Field, value: unknown): string {
    assertText(field, value);
    return this.raw(this.#codec.encode(field, value));
  }

  bindAll(field: Field, values: readonly unknown[]): string {
    assertText(field, values);
    return this.raw(values.map((value) => this.#codec.encode(field, value)));
  }

  /** Binds a count, such as a limit: a number in the text would make a plan of its own for each. */
  count(value: number): string {
    return this.raw(this.#codec.encodeCount(value));
  }

  /** Binds what an encrypted field is found by. */
  blind(field: Field, value: unknown): string {
    return this.raw(this.#codec.blind(field, value));
  }

  blindAll(field: Field, values: readonly unknown[]): string {
    return this.raw(values.map((value) => this.#codec.blind(field, value)));
  }

  /** A variable that no other part of the statement has. */
  variable(): string {
    return `v${this.#variables++}`;
  }

  /** Binds what is no field's value. */
  raw(value: unknown): string {
    const name = `p${this.#count++}`;
    this.values[name] = value;
    return `$${name}`;
  }
}

/** Half of a surrogate pair cannot be stored: it would come back as another character. */
export const assertText = (field: Field, value: unknown): void => {
  const texts = Array.isArray(value) ? value : [value];
  if (texts.some((text) => typeof text === 'string' && !text.isWellFormed()))
    throw new GraphkeepError(
      'invalid_input',
      `${field.name} is no text: it holds half of a surrogate pair.`,
      { field: field.name },
    );
};

/** (n:`Player`) */
export const node = (variable: string, definition: NodeDefinition): string =>
  `(${variable}:${quote(definition.stored)})`;

/** n.`username` */
export const property = (variable: string, name: string): string => `${variable}.${quote(name)}`;
