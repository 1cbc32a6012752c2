import { expect, it } from 'vitest';
import { isLoopback } from '../src/index.ts';

it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true);
});

it.each(['0.0.0.0', '::', '10.0.0.1', '127.evil.example', 'localhost.evil.example'])('%s is not', (host) => {
  expect(isLoopback(host)).toBe(false);
});
