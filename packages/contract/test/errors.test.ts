import { expect, it } from 'vitest';
import { errors, isErrorCode } from '../src/index.ts';

it('gives every code a section of its own in the docs', () => {
  const slugs = Object.values(errors).map((error) => error.docs);
  expect(new Set(slugs).size).toBe(slugs.length);
});

it('never calls an error retryable that a retry cannot mend', () => {
  for (const [code, error] of Object.entries(errors)) {
    if (error.retryable && code !== 'in_progress') expect([429, 503], code).toContain(error.status);
  }
});

it('knows its own codes only', () => {
  expect(isErrorCode('not_found')).toBe(true);
  expect(isErrorCode('toString')).toBe(false);
  expect(isErrorCode(404)).toBe(false);
});
