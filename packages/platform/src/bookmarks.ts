import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Config, GraphkeepError } from '@graphkeep/core';

/** What a client has written, in a form that it can carry from one server to another. */
export interface Bookmarks {
  /** What stands for all that this principal has written and seen here; undefined where there is nothing to wait for. */
  give(): Promise<string | undefined>;
  /** From now on what this principal reads has come so far. Throws where it is none that a server of this graph gave. */
  take(given: string): Promise<void>;
}

interface BookmarkStore {
  exportBookmarks(owner?: string): Promise<readonly string[]>;
  receiveBookmarks(bookmarks: readonly string[], owner?: string): Promise<void>;
}

/** A follower that is further behind is out of order; and after a restore nobody waits for what is gone for longer. */
const GOOD_FOR_MS = 300_000;
const MOST = 10;
const GIVEN = /^[\w-]{1,6000}\.[\w-]{43}$/;

/**
 * They are signed: the store waits for a bookmark that it does not have yet, so one that somebody made up would keep all
 * waiting. Servers without a common secret do not take each other's.
 */
export const openBookmarks = (
  store: BookmarkStore,
  { root, previous }: Config['secrets'],
  now: () => Date,
) => {
  const secrets = [root, previous].flatMap((secret) => (secret ? [secret.reveal()] : []));
  const keys = (secrets.length > 0 ? secrets : [randomBytes(32)]).map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', 'graphkeep bookmarks', 32)),
  );
  const sealsOf = (body: string) =>
    keys.map((key) => createHmac('sha256', key).update(body).digest('base64url'));

  return (owner: string | undefined): Bookmarks => ({
    give: async () => {
      const bookmarks = await store.exportBookmarks(owner);
      if (bookmarks.length === 0) return undefined;
      const body = Buffer.from([now().getTime(), ...bookmarks.slice(-MOST)].join('\n')).toString('base64url');
      return `${body}.${sealsOf(body)[0]}`;
    },
    take: async (given) => {
      const [body = '', seal = ''] = GIVEN.test(given) ? given.split('.') : [];
      if (!sealsOf(body).some((one) => equal(one, seal))) throw unknown();
      const [at, ...bookmarks] = Buffer.from(body, 'base64url').toString().split('\n');
      if (now().getTime() - Number(at) < GOOD_FOR_MS) await store.receiveBookmarks(bookmarks, owner);
    },
  });
};

const equal = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const unknown = (): GraphkeepError =>
  new GraphkeepError('invalid_input', 'The bookmarks are none that a server of this graph has given.', {
    field: 'bookmarks',
  });
