import { GraphkeepError } from '@graphkeep/core';
import neo4j, { type BookmarkManager } from 'neo4j-driver';

/** A principal of whom nobody has heard for so many others reads from any follower again. */
const PRINCIPALS = 10_000;
const MOST_AT_ONCE = 100;
const BOOKMARK = /^[\x21-\x7e]{1,500}$/;

/** What each principal has written or seen, so that its next read finds it, on whatever follower. */
export class Bookmarks {
  readonly #own = neo4j.bookmarkManager();
  readonly #managers = new Map<string, BookmarkManager>();

  /** The manager of a principal; undefined stands for this process. */
  of(principal: string | undefined): BookmarkManager {
    if (principal === undefined) return this.#own;
    const manager = this.#managers.get(principal) ?? neo4j.bookmarkManager();
    // Put at the end anew: the first of the map is the one that was not used for longest.
    this.#managers.delete(principal);
    this.#managers.set(principal, manager);
    const [oldest] = this.#managers.keys();
    if (this.#managers.size > PRINCIPALS && oldest !== undefined) this.#managers.delete(oldest);
    return manager;
  }

  async export(principal: string | undefined): Promise<readonly string[]> {
    return [...(await this.of(principal).getBookmarks())];
  }

  /** The store waits for a bookmark that it does not have yet, so these must come from where they were exported to. */
  async receive(principal: string | undefined, bookmarks: readonly string[]): Promise<void> {
    if (bookmarks.length > MOST_AT_ONCE || !bookmarks.every((one) => BOOKMARK.test(one)))
      throw new GraphkeepError('invalid_input', 'The bookmarks are none that this store has given.', {
        field: 'bookmarks',
      });
    await this.of(principal).updateBookmarks([], bookmarks);
  }

  /** Drops what the store did not know, so that it is not sent for ever. */
  forget(principal: string | undefined): void {
    if (principal !== undefined) this.#managers.delete(principal);
  }
}
