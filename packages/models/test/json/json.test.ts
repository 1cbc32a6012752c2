import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSchema, defineReadModel, entitySchema } from '../../src/index.ts';
import { fromJson, toJson } from '../../src/json/index.ts';
import { Character } from '../../src/story/index.ts';
import { App } from '../estate.ts';

const at = new Date('2024-02-29T12:34:56.789Z');
const character = entitySchema(Character).parse({
  ...createSchema(Character).parse({
    characterId: newId('chr'),
    playerId: newId('ply'),
    name: 'Ada',
    lastActive: at,
    appearance: { hair: { colour: 'red' } },
    background: { traits: ['brave'] },
  }),
  createdAt: at,
  updatedAt: at,
  version: 3,
});
const through = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a node', () => {
  it('comes back as it was', () => {
    const document = toJson(Character, character);
    expect(document).toMatchObject({
      type: 'Character',
      version: 1,
      data: { lastActive: '2024-02-29T12:34:56.789Z', version: 3 },
    });
    expect(fromJson(Character, through(document))).toEqual(character);
  });

  it('is written without what is undefined', () => {
    expect(toJson(Character, { ...character, role: undefined }).data).not.toHaveProperty('role');
  });

  it('is refused with what it does not have, so that nothing is left out unseen', () => {
    const loaded = { ...character, memories: [], background: { ...character.background, mood: 'good' } };
    expect(() => toJson(Character, loaded)).toThrow(
      'Character has no background.mood, no memories: give it without its includes.',
    );
  });
});

describe('a read model', () => {
  const Report = defineReadModel({
    name: 'Report',
    owner: () => null,
    schema: z.strictObject({
      madeAt: z.date(),
      heads: z.array(entitySchema(Character)),
      ends: z.record(z.string(), z.date().nullable()),
      more: z.object({ a: z.string() }).catchall(z.json()),
    }),
    cache: { policy: 'standard' },
  });

  it('comes back as it was, dates at every depth', () => {
    const report = {
      madeAt: at,
      heads: [character],
      ends: { first: at, last: null },
      more: { a: 'x', b: [1] },
    };
    const document = toJson(Report, report);
    expect(document.type).toBe('Report');
    expect(fromJson(Report, through(document))).toEqual(report);
  });
});

describe('an older document', () => {
  const { background: _, inventory: __, ...older } = toJson(Character, character).data;
  const read = (data: object, options = {}) =>
    fromJson(Character, { type: 'Character', version: 1, data }, options);

  it('gets defaults for what is missing, or was null', () => {
    expect(read({ ...older, role: null, stress: null })).toMatchObject({
      inventory: [],
      background: { backstory: '', traits: [] },
      stress: 0,
    });
  });

  it('loses what is not known any more, and says so', () => {
    const unknown: string[] = [];
    const onUnknown = (paths: readonly string[]) => unknown.push(...paths);
    const value = read({ ...older, mood: 'good', background: { traits: ['x'], sign: 'leo' } }, { onUnknown });
    expect(unknown).toEqual(['mood', 'background.sign']);
    expect(value).not.toHaveProperty('mood');
  });

  it('is upgraded step by step', () => {
    const upgrades = [
      { renamed: { nickname: 'alias' } },
      {
        renamed: { alias: 'name' },
        change: ({ traits, ...data }: Readonly<Record<string, unknown>>) => ({
          ...data,
          background: { traits },
        }),
      },
    ];
    const { name: ___, ...nameless } = older;
    const expected = { name: 'Bo', background: { traits: ['shy'] } };
    expect(read({ ...nameless, nickname: 'Bo', traits: ['shy'] }, { upgrades })).toMatchObject(expected);
    const second = { type: 'Character', version: 2, data: { ...nameless, alias: 'Bo', traits: ['shy'] } };
    expect(fromJson(Character, second, { upgrades })).toMatchObject(expected);
    expect(toJson(Character, character, { upgrades }).version).toBe(3);
  });
});

describe('what cannot be read', () => {
  it.each([
    [{ type: 'App', version: 1, data: {} }, /must be Character, and is App/],
    [{ type: 'Character', version: 2, data: {} }, /is 2, and this program knows Character up to 1/],
    [{ type: 'Character', version: 0, data: {} }, /version/],
    [{ name: 'Ada' }, /type/],
    ['Ada', /expected object/],
  ])('is refused: %j', (document, message) => {
    expect(() => fromJson(Character, document)).toThrow(message);
  });

  it('is named field by field', () => {
    const data = { ...toJson(Character, character).data, level: 'high', lastActive: 'yesterday' };
    const result = (() => {
      try {
        return fromJson(Character, { type: 'Character', version: 1, data });
      } catch (error) {
        return error;
      }
    })();
    expect(result).toBeInstanceOf(z.ZodError);
    expect((result as z.ZodError).issues.map(({ path }) => path.join('.'))).toEqual(['level', 'lastActive']);
  });

  it('knows deletion and version of those that have them', () => {
    const app = {
      ...createSchema(App).parse({ name: 'web' }),
      appId: newId('app'),
      createdAt: at,
      updatedAt: at,
    };
    const entity = entitySchema(App).parse({ ...app, version: 1, deletedAt: at });
    expect(fromJson(App, through(toJson(App, entity)))).toEqual(entity);
  });
});
