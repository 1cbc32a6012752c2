import { expect, test } from 'vitest';
import { above, atLeast, atMost, below } from '../src/goal.ts';
import { ratioResult, valueResult } from '../src/report/result.ts';
import { median, percentile, ratios, spread } from '../src/statistics.ts';

test('median', () => {
  expect(median([7])).toBe(7);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 2, 4, 8])).toBe(6);
  expect(() => median([])).toThrow('There are no figures to sum up.');
});

test('percentile is the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 95)).toBe(95);
  expect(percentile(hundred, 100)).toBe(100);
  expect(percentile([3, 1, 2], 50)).toBe(2);
  expect(percentile([3, 1, 2], 0)).toBe(1);
});

test('spread, of figures that are not ordered as text is', () => {
  expect(spread([10, 9, 100])).toEqual({ min: 9, max: 100 });
});

test('a ratio is the median of the rounds, so that a slow spell of the machine cancels', () => {
  const ours = { id: 'a.b', subject: 'ours', unit: 'calls/s', values: [200, 20, 400, 200, 220] };
  const theirs = { id: 'a.b', subject: 'theirs', unit: 'calls/s', values: [100, 10, 100, 100, 100] };
  expect(ratios(ours.values, theirs.values)).toEqual([2, 2, 4, 2, 2.2]);
  expect(ratioResult(ours, theirs, atLeast(2.1))).toEqual({
    id: 'a.b',
    subject: 'ours',
    against: 'theirs',
    value: 200,
    unit: 'calls/s',
    ratio: 2,
    spread: { min: 20, max: 400 },
    goal: '≥ 2.1',
    met: false,
    ratioSpread: { min: 2, max: 4 },
    note: null,
  });
  expect(() => ratios([1], [1, 2])).toThrow('as many rounds on both sides, not 1 and 2');
});

test('goals hold at their bound or do not', () => {
  const met = [atLeast(1), above(1), atMost(1), below(1)].map((goal) => [goal.text, goal.met(1)]);
  expect(met).toEqual([
    ['≥ 1', true],
    ['> 1', false],
    ['≤ 1', true],
    ['< 1', false],
  ]);
  const figures = { id: 'a.b', subject: 'ours', unit: 'ms', values: [60, 40, 50] };
  expect(valueResult(figures, atMost(50))).toMatchObject({ value: 50, ratio: null, goal: '≤ 50', met: true });
  expect(valueResult(figures)).toMatchObject({ goal: null, met: null });
});
