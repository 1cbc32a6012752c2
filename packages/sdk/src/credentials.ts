import { noAnswer } from './errors.ts';
import { isToken } from './token.ts';

/**
 * Gives the key or JWT of a request: asked before each, so let it keep what is still good. `refused` is true where the server
 * did not take the last one, and a new one will be tried once.
 *
 * @example
 * let token = await signIn();
 * const gk = createGraphkeep({
 *   url: 'http://127.0.0.1:4000',
 *   apiKey: async ({ refused }) => {
 *     if (refused) token = await signIn();
 *     return token;
 *   },
 * });
 * console.log(await gk.system.version());
 */
export type ApiKeySource = (asked: { readonly refused: boolean }) => string | Promise<string>;

export interface Credentials {
  /** Whether another may be had in place of one that was refused. */
  readonly renewable: boolean;
  /** The key of a request; in place of one that was refused, another one. */
  get(again: boolean): Promise<string>;
  /** Notes that the server did not take a key. */
  refuse(key: string): void;
  /** Takes every key that was in use of late out of a text, in case the other side sent it back. */
  hide(text: string): string;
}

/** Answers to requests that were made with an older key may still come. */
const REMEMBERED = 8;

export const credentialsOf = (apiKey: string | ApiKeySource): Credentials => {
  const used = new Set<string>();
  const remember = (key: string): string => {
    used.delete(key);
    used.add(key);
    const [oldest] = used;
    if (used.size > REMEMBERED && oldest !== undefined) used.delete(oldest);
    return key;
  };
  const hide = (text: string): string => {
    let hidden = text;
    for (const key of used) hidden = hidden.replaceAll(key, '[key]');
    return hidden;
  };
  if (typeof apiKey === 'string') {
    remember(apiKey);
    return { renewable: false, get: async () => apiKey, refuse: () => {}, hide };
  }

  const ask = async (refused: boolean): Promise<string> => {
    let key: unknown;
    try {
      key = await apiKey({ refused });
    } catch (error) {
      throw noAnswer('unauthenticated', 'The function apiKey failed: nothing was sent.', error);
    }
    if (isToken(key)) return remember(key);
    throw noAnswer('unauthenticated', 'The function apiKey answered no key: nothing was sent.', undefined);
  };
  const asking = new Map<boolean, Promise<string>>();
  let last: string | undefined;
  let refusedKey: string | undefined;
  return {
    renewable: true,
    // Of calls that were refused at the same time the first renews the key, also for those whose refusal comes later.
    get: async (again) => {
      if (again && last !== undefined && last !== refusedKey) return last;
      const asked = asking.get(again) ?? ask(again).finally(() => asking.delete(again));
      asking.set(again, asked);
      last = await asked;
      return last;
    },
    refuse: (key) => {
      refusedKey = key;
    },
    hide,
  };
};
