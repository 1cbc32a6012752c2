import { errors, isErrorCode } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { ConfigError, GraphkeepError, isGraphkeepError, StartError } from '../src/index.ts';

describe('a Graphkeep error', () => {
  it('means what the table of the contract says', () => {
    for (const [code, meaning] of Object.entries(errors)) {
      if (!isErrorCode(code)) throw new Error(code);
      const { status, retryable } = meaning;
      expect(new GraphkeepError(code, 'x')).toMatchObject({ code, status, retryable, message: 'x' });
    }
  });

  it('carries its details, and no empty ones', () => {
    const cause = new Error('reset');
    const error = new GraphkeepError('invalid_input', 'The name is too long.', { field: 'name', cause });
    expect(error).toMatchObject({ field: 'name', cause });
    expect(Object.keys(new GraphkeepError('internal', 'x'))).not.toContain('field');
    expect(isGraphkeepError(error)).toBe(true);
    expect(isGraphkeepError(new Error('x'))).toBe(false);
    expect(String(error)).toBe('GraphkeepError: The name is too long.');
  });
});

it('lists every problem of a configuration, one a line', () => {
  expect(new ConfigError(['A is 1: must be 2', 'B is 3: must be 4']).message).toBe(
    'The configuration has 2 problems:\n  A is 1: must be 2\n  B is 3: must be 4',
  );
});

it('names an error that stops a start', () => {
  expect(String(new StartError('Port 4000 is in use.'))).toBe('StartError: Port 4000 is in use.');
});
