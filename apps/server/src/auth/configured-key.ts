import { createHash, timingSafeEqual } from 'node:crypto';
import type { Recognise } from './authenticate.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The key of the configuration, or of development: it may do everything. Compared by digest, so that the time it takes tells nothing. */
export const configuredKey =
  (reveal: () => string): Recognise =>
  async (credential) =>
    timingSafeEqual(digest(credential), digest(reveal())) ? { id: 'api-key', scopes: ['*'] } : undefined;
