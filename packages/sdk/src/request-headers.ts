import manifest from '../package.json' with { type: 'json' };
import { BOOKMARKS_HEADER } from './bookmarks.ts';
import type { Ground } from './ground.ts';

/** What every request is sent with. Browsers let nobody say who the user agent is. */
export const requestHeaders = (
  { headers }: Pick<Ground, 'headers'>,
  key: string,
  bookmarks: string | undefined,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...headers,
  ...own,
  ...(bookmarks !== undefined && { [BOOKMARKS_HEADER]: bookmarks }),
  authorization: `Bearer ${key}`,
  'content-type': 'application/json',
  'x-graphkeep-client': `sdk/${manifest.version}`,
});
