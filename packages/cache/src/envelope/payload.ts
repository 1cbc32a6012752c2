import type { Codec } from '../types/options.ts';
import type { Form } from './layout.ts';
import { needsRich, richFromJson, richToJson } from './rich.ts';

export interface Payload {
  readonly form: Form;
  readonly data: string | Uint8Array;
}

const EMPTY = '';

export const toPayload = <V>(value: V | null, codec: Codec<V> | undefined): Payload => {
  if (value === null) return { form: 'null', data: EMPTY };
  if (codec !== undefined) return { form: 'custom', data: codec.encode(value) };
  if (typeof value === 'string') return { form: 'text', data: value };
  if (value instanceof Uint8Array) return { form: 'bytes', data: value };
  if (value !== undefined && needsRich(value)) return { form: 'rich', data: richToJson(value) };
  return { form: 'json', data: jsonOf(value) };
};

const jsonOf = (value: unknown): string => {
  const json: string | undefined = JSON.stringify(value);
  if (json === undefined) throw new TypeError(`a ${typeof value} cannot be kept`);
  return json;
};

/** Throws where the data are not of that form. The value's type is the promise of whoever wrote it, or of the schema. */
export const fromPayload = (form: Form, data: Buffer, codec: Codec<unknown> | undefined): unknown => {
  switch (form) {
    case 'null':
      return null;
    case 'json':
      return JSON.parse(data.toString());
    case 'rich':
      return richFromJson(data.toString());
    case 'text':
      return data.toString();
    case 'bytes':
      // A copy: the part of a reply would keep the whole of it in memory.
      return Buffer.from(data);
    case 'custom':
      if (codec === undefined)
        throw new TypeError('the value was written by a codec that the type no longer has');
      return codec.decode(data);
  }
};
