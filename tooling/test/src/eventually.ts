import { vi } from 'vitest';
import { EVENTUALLY_MS } from './eventually-ms.ts';

/**
 * Waits until the check passes, and answers what it answers.
 *
 * @example await eventually(() => expect(heard).toHaveLength(2));
 */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: EVENTUALLY_MS });
