import type { Answer } from '../frame/work.ts';

/** The key is the whole of standard output, so that it can be sent to where it is kept. */
export const shownOnce = (made: { readonly key: string; readonly keyId: string }): Answer => ({
  value: made,
  text: `${made.key}\n`,
});
