import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { GraphkeepError, type Secret } from '@graphkeep/core';

/** What is confirmed: whoever holds the token can read it. */
interface Intent<T> {
  readonly does: string;
  /** The keys that it may touch. */
  readonly prefix: string;
  readonly what: T;
  /** It stops before it takes more. */
  readonly atMost: number;
  readonly until: string;
}

export interface Confirmations {
  sign<T>(intent: Omit<Intent<T>, 'until'>): string;
  /** Throws `forbidden` where the token is not ours, is over, or is for something else. */
  check<T>(token: string, does: string, prefix: string): Intent<T>;
}

const LIFE_MS = 10 * 60_000;

/** Without a secret of its own, a token is good in this process only. */
export const confirmations = (secret: Secret | undefined, lifeMs = LIFE_MS): Confirmations => {
  const root = secret?.reveal() ?? randomBytes(32);
  const key = Buffer.from(hkdfSync('sha256', root, '', 'graphkeep cache admin confirmation', 32));
  const signatureOf = (body: string) => createHmac('sha256', key).update(body).digest();
  return {
    sign(intent) {
      const until = new Date(Date.now() + lifeMs).toISOString();
      const body = Buffer.from(JSON.stringify({ ...intent, until })).toString('base64url');
      return `${body}.${signatureOf(body).toString('base64url')}`;
    },
    check(token, does, prefix) {
      const [body = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const own = signatureOf(body);
      if (given.length !== own.length || !timingSafeEqual(given, own)) {
        throw new GraphkeepError('forbidden', 'This confirmation was not given here, or was changed.');
      }
      const intent = JSON.parse(Buffer.from(body, 'base64url').toString());
      if (Date.parse(intent.until) < Date.now()) {
        throw new GraphkeepError('forbidden', `The confirmation was good until ${intent.until}: plan anew.`);
      }
      if (intent.does !== does || intent.prefix !== prefix) {
        throw new GraphkeepError(
          'forbidden',
          `The confirmation is to ${intent.does} in ${intent.prefix}, not for this.`,
        );
      }
      return intent;
    },
  };
};
