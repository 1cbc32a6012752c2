import type { Bookmarks } from './bookmarks.ts';
import type { Credentials } from './credentials.ts';
import type { Settings } from './options.ts';
import type { Wait } from './retry.ts';

/** What the calls of one client stand on. */
export interface Ground extends Omit<Settings, 'apiKey' | 'bookmarks'> {
  readonly credentials: Credentials;
  readonly bookmarks: Bookmarks;
  readonly wait: Wait;
}
