import { newId } from '@graphkeep/contract';
import { createSchema, entitySchema } from '@graphkeep/models';
import { Character } from '@graphkeep/models/story';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { titleOf } from '../../src/cut-text.ts';
import { mergeEffects } from '../../src/play/merge-effects.ts';
import { requirementOf, unmet } from '../../src/play/prerequisites.ts';
import { characterAfter, clampStrength, levelOf, merged } from '../../src/play/rules.ts';

const at = new Date();
const character = entitySchema(Character).parse({
  ...createSchema(Character).parse({
    characterId: newId('chr'),
    playerId: newId('ply'),
    name: 'Ada',
    inventory: ['lamp'],
  }),
  createdAt: at,
  updatedAt: at,
  version: 1,
});
const delta = fc.double({ min: -5, max: 5, noNaN: true });
const effects = fc.record({
  experience: fc.nat(10_000),
  energy: delta,
  stress: delta,
  attributes: fc.record({ courage: delta, wisdom: delta }),
  items: fc.record({ gain: fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 80 }) }),
});

describe('what effects make of a character', () => {
  it('stays within its bounds, and never takes a level', () => {
    fc.assert(
      fc.property(fc.array(effects, { maxLength: 5 }), (all) => {
        const after = characterAfter(character, mergeEffects(all));
        expect(
          createSchema(Character).safeParse({ playerId: character.playerId, name: 'Ada', ...after }).success,
        ).toBe(true);
        expect(after.level).toBeGreaterThanOrEqual(character.level);
        expect(after.experience).toBe(all.reduce((sum, { experience }) => sum + experience, 0));
      }),
      { numRuns: 200 },
    );
  });

  it('is the same in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(effects, { maxLength: 4 }), (all) => {
        const strip = ({ items: _, ...rest }: (typeof all)[number]) => rest;
        const forth = characterAfter(character, mergeEffects(all.map(strip)));
        expect(characterAfter(character, mergeEffects(all.map(strip).reverse()))).toEqual(forth);
      }),
      { numRuns: 100 },
    );
  });

  it('loses and gains what it carries', () => {
    const after = characterAfter(
      character,
      mergeEffects([{ items: { lose: ['lamp'], gain: ['rope', 'rope'] } }]),
    );
    expect(after.inventory).toEqual(['rope']);
  });

  it('holds the strength of a relationship within -1 and 1', () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (strength) => {
        const held = clampStrength(strength);
        expect(Math.abs(held)).toBeLessThanOrEqual(1);
        if (Math.abs(strength) <= 1) expect(held).toBeCloseTo(strength, 5);
      }),
    );
  });

  it('gives level n for 50·n·(n−1) experience', () => {
    expect([0, 99, 100, 299, 300, 599, 600].map(levelOf)).toEqual([1, 1, 2, 2, 3, 3, 4]);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2_000 }), (level) => {
        const needed = 50 * level * (level - 1);
        expect([levelOf(needed), levelOf(needed - 1)]).toEqual([level, level - 1]);
      }),
    );
  });

  it('puts values over values, of which null removes', () => {
    expect(merged({ a: 1, b: 2 }, { b: null, c: 3 })).toEqual({ a: 1, c: 3 });
  });
});

describe('a prerequisite', () => {
  it.each([
    ['level>=2', { kind: 'level', name: 'level', sign: '>=', than: 2 }],
    ['attribute:courage <= -1.5', { kind: 'attribute', name: 'courage', sign: '<=', than: -1.5 }],
    ['item:rope of silk', { kind: 'item', name: 'rope of silk' }],
    ['skill:a>=b>=3', { kind: 'skill', name: 'a>=b', sign: '>=', than: 3 }],
    ['level>2', undefined],
    ['item:', undefined],
    ['attribute:courage', undefined],
    ['mood:good', undefined],
  ])('%s', (text, expected) => {
    expect(requirementOf(text)).toEqual(expected);
  });

  it('is met or not by what is known', () => {
    const facts = { numbers: new Map([['level:level', 3]]), present: new Set(['item:rope']) };
    expect(unmet(['level>=3', 'item:rope', 'stress<=0'], facts)).toBeUndefined();
    expect(unmet(['level>=3', 'level<=2'], facts)).toBe('level<=2');
    expect(() => unmet(['brave'], facts)).toThrow(/not understood: write level>=2/);
  });
});

describe('a text that is too long', () => {
  it('is cut between two characters', () => {
    expect(titleOf('short')).toBe('short');
    expect(titleOf(`${'x'.repeat(199)}🙂 and on`)).toBe('x'.repeat(199));
    expect(titleOf('🙂'.repeat(150))).toBe('🙂'.repeat(100));
  });
});
