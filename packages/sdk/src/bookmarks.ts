/** What the server has written for this client, by which any other server of the same graph knows what to wait for. */
export const BOOKMARKS_HEADER = 'x-graphkeep-bookmarks';

/** Each stands for all that came before it; more than one come of writes at the same time. */
const MOST = 4;
const MOST_CHARACTERS = 6_000;

export interface Bookmarks {
  /** What a request is sent with. */
  send(): string | undefined;
  /** What its answer brought, in place of what it was sent with. */
  receive(answered: string | null, sent: string | undefined): void;
  forget(): void;
}

export const openBookmarks = (): Bookmarks => {
  let known: readonly string[] = [];
  return {
    send: () => (known.length > 0 ? known.join(',') : undefined),
    receive: (answered, sent) => {
      if (!answered) return;
      const replaced = new Set(sent?.split(','));
      const news = answered.split(',');
      known = [...known.filter((one) => !replaced.has(one) && !news.includes(one)), ...news].slice(-MOST);
      if (known.join(',').length > MOST_CHARACTERS) known = [];
    },
    forget: () => {
      known = [];
    },
  };
};

/** For who reads from one server alone, or does not need what was just written. */
export const noBookmarks: Bookmarks = { send: () => undefined, receive: () => {}, forget: () => {} };
