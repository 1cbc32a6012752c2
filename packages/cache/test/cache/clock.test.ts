import { expect, it } from 'vitest';
import { Clock } from '../../src/clock.ts';

const clock = new Clock();
clock.stop();
const serverAhead = (): number => (clock.server() ?? Number.NaN) - performance.now();

it('the time of the server is not taken from an answer that waited, when a better one is there', () => {
  expect(clock.server()).toBeUndefined();
  // Answered at once, and read two seconds later.
  clock.follow(1_000_000, 0, 2_000);
  expect(serverAhead()).toBeCloseTo(999_000, 0);
  expect(clock.isRough).toBe(true);
  clock.follow(1_002_001, 2_000, 2_002);
  expect(serverAhead()).toBeCloseTo(1_000_000, 0);
  expect(clock.isRough).toBe(false);
  clock.follow(1_003_000, 3_000, 5_000);
  expect(serverAhead()).toBeCloseTo(1_000_000, 0);
});

it('another server has another time: the better reading cannot be true any more', () => {
  clock.follow(2_006_000, 6_000, 6_500);
  expect(serverAhead()).toBeCloseTo(1_999_750, 0);
  expect(clock.isRough).toBe(true);
});
