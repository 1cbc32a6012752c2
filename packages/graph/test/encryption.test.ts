import { secretOf } from '@graphkeep/core';
import { defineGraph, defineNode, type Field } from '@graphkeep/models';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { encryptingCodec } from '../src/encryption/encrypting-codec.ts';
import { type EncryptionKeys, keysFrom } from '../src/encryption/keys.ts';
import { embeddedCodec } from '../src/engine/codecs.ts';
import { cypher, type GraphStore } from '../src/index.ts';
import { testEngines } from './engines.ts';

const engines = await testEngines();

const Person = defineNode({
  label: 'SecretivePerson',
  key: 'personId',
  naturalKey: true,
  shared: true,
  schema: z.object({
    personId: z.string(),
    email: z.string(),
    phone: z.string().optional(),
    name: z.string(),
  }),
  unique: ['email'],
  encrypted: ['email', 'phone'],
});
const graph = defineGraph(Person);
const field = (name: string): Field => {
  const found = Person.fields.find((one) => one.name === name);
  if (!found) throw new Error(`There is no field ${name}.`);
  return found;
};

const first = secretOf('the first root secret, long enough to be one');
const second = secretOf('the second root secret, long enough as well');
const codecWith = (keys: EncryptionKeys | undefined) =>
  encryptingCodec(embeddedCodec, keys, Object.values(graph));

describe('an encrypted field', () => {
  const codec = codecWith(keysFrom(first));

  it('is kept as a ciphertext that is another each time, and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const stored = codec.encode(field('email'), value);
        expect(stored).toMatch(/^gk1:[\w-]{8}:[\w-]+$/);
        expect(codec.encode(field('email'), value)).not.toBe(stored);
        expect(codec.decode(field('email'), stored)).toBe(value);
      }),
    );
  });

  it('leaves the other fields as they are', () => {
    expect(codec.encode(field('name'), 'Ada')).toBe('Ada');
    expect(codec.decode(field('name'), 'gk1:not a ciphertext here')).toBe('gk1:not a ciphertext here');
  });

  it('gives back a value from before there was a key', () => {
    expect(codec.decode(field('email'), 'ada@example.com')).toBe('ada@example.com');
  });

  it('cannot be moved to another field, nor changed', () => {
    const stored = String(codec.encode(field('email'), 'ada@example.com'));
    expect(() => codec.decode(field('phone'), stored)).toThrow(
      'SecretivePerson.phone cannot be decrypted: it was changed, or it belongs to another field.',
    );
    const body = stored.lastIndexOf(':') + 1;
    for (let at = body; at < stored.length; at++) {
      const other = stored[at] === 'A' ? 'B' : 'A';
      // The last letter may carry bits that mean nothing: those alone may change.
      const changed = stored.slice(0, at) + other + stored.slice(at + 1);
      if (Buffer.from(changed.slice(body), 'base64url').equals(Buffer.from(stored.slice(body), 'base64url')))
        continue;
      expect(() => codec.decode(field('email'), changed)).toThrow(/it was changed/);
    }
    expect(() => codec.decode(field('email'), stored.slice(0, body + 10))).toThrow(
      'it is no whole ciphertext',
    );
  });

  it('is refused where its key is not given', () => {
    const stored = codec.encode(field('email'), 'ada@example.com');
    expect(() => codecWith(keysFrom(second)).decode(field('email'), stored)).toThrow(
      /^SecretivePerson\.email cannot be decrypted: it was written with the key [\w-]{8}, which is not among those given\.$/,
    );
    expect(() => codecWith(undefined).decode(field('email'), stored)).toThrow(
      'SecretivePerson.email cannot be decrypted: no key is given.',
    );
    expect(() => codecWith(undefined).encode(field('email'), stored)).toThrow(
      'email must not begin with gk1:.',
    );
  });

  it('is read after a rotation, and then written with the new key', () => {
    const rotated = codecWith(keysFrom(second, [first]));
    expect(rotated.decode(field('email'), codec.encode(field('email'), 'ada'))).toBe('ada');
    expect(codecWith(keysFrom(second)).decode(field('email'), rotated.encode(field('email'), 'bob'))).toBe(
      'bob',
    );
  });

  it('has a blind index that tells equal values, in one field only, and stays over a rotation', () => {
    const blind = codec.blind(field('email'), 'ada@example.com');
    expect(blind).toMatch(/^[\w-]{43}$/);
    expect(codec.blind(field('email'), 'ada@example.com')).toBe(blind);
    expect(codec.blind(field('email'), 'Ada@example.com')).not.toBe(blind);
    expect(codec.blind(field('phone'), 'ada@example.com')).not.toBe(blind);
    expect(codecWith(keysFrom(second, [first])).blind(field('email'), 'ada@example.com')).toBe(blind);
    expect(codecWith(keysFrom(second)).blind(field('email'), 'ada@example.com')).not.toBe(blind);
    expect(codecWith(undefined).blind(field('email'), 'ada@example.com')).toBe('ada@example.com');
  });

  it('takes no short secret', () => {
    expect(() => keysFrom(secretOf('short'))).toThrow(/needs 32 characters at least/);
  });
});

describe.each(engines)('a graph with encrypted fields on $name', ({ open }) => {
  let store: GraphStore<typeof graph>;
  beforeAll(async () => {
    store = await open(graph, { encryption: keysFrom(first) });
  });
  afterAll(() => store.close());

  it('keeps no plain text, and finds and guards what is unique', async () => {
    const people = store.repo(Person);
    const personId = crypto.randomUUID();
    const ada = { personId, email: `${personId}@example.com`, phone: '+31 6', name: 'Ada' };
    expect(await people.create(ada)).toMatchObject(ada);
    expect((await people.find({ where: { email: ada.email } })).items).toMatchObject([ada]);
    await expect(people.create({ ...ada, personId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'already_exists',
      field: 'email',
      message: 'A SecretivePerson with this email exists already.',
    });
    const [kept] = await store.query(
      cypher`MATCH (n:SecretivePerson) WHERE n.personId = ${personId} RETURN n.email AS email, n.phone AS phone, n.email_blind AS blind, n.name AS name`,
      { rows: z.object({ email: z.string(), phone: z.string(), blind: z.string(), name: z.string() }) },
    );
    expect(kept).toEqual({
      email: expect.stringMatching(/^gk1:/),
      phone: expect.stringMatching(/^gk1:/),
      blind: expect.stringMatching(/^[\w-]{43}$/),
      name: 'Ada',
    });
  });
});
