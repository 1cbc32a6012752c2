import type { Keys } from '@graphkeep/platform';
import type { Recognise } from './authenticate.ts';

/** Keys that the server made. */
export const madeKeys =
  (keys: Pick<Keys, 'principalOf'>): Recognise =>
  async (credential) =>
    credential.startsWith('gk_') ? keys.principalOf(credential) : undefined;
