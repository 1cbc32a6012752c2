import { expect, vi } from 'vitest';
import type { Cache } from '../../src/index.ts';
import type { NoteTypes } from './stores.ts';

/** Redis is asked, and invalidations arrive. */
export const isReady = (cache: Pick<Cache<NoteTypes>, 'snapshot'>) =>
  vi.waitFor(() => expect(cache.snapshot().redis).toMatchObject({ state: 'ready', followed: true }), {
    timeout: 10_000,
    interval: 10,
  });
