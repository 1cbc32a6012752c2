import { describe, expect, it } from 'vitest';
import { id, newId, timeOf } from '../src/index.ts';

describe('ids', () => {
  it('are accepted by the schema of their prefix, and by no other', () => {
    const made = newId('ply');
    expect(id('ply').parse(made)).toBe(made);
    expect(id('chr').safeParse(made).success).toBe(false);
  });

  it('refuse what is no id, and say what one looks like', () => {
    for (const bad of [
      '',
      'ply_',
      'ply_x',
      'ply_8zzzzzzzzzzzzzzzzzzzzzzzzz',
      `${newId('ply')}a`,
      newId('ply').toUpperCase(),
    ]) {
      expect(id('ply').safeParse(bad).error?.issues[0]?.message, bad).toMatch(/^must be an id like ply_/);
    }
  });

  it('sort by time and carry it', () => {
    const before = Date.now();
    const ids = Array.from({ length: 1_000 }, () => newId('ply'));
    const times = ids.map((one) => timeOf(one).getTime());
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
    expect(new Set(ids).size).toBe(1_000);
  });
});
