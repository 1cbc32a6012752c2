import type { ApiKeySource } from '@graphkeep/sdk';
import { SignJWT } from 'jose';

const LIFETIME_MS = 300_000;
/** So long before its end a token is not used any more: a call may take a while, and clocks differ. */
const RESERVE_MS = 60_000;

/**
 * Tokens of this service, made with a secret that it shares with the server: short-lived, and with the scopes that it needs.
 * `all-owners` lets it act for any player; a token without it acts for the player of its `sub`.
 */
export const tokensOf = (service: string, secret: string): ApiKeySource => {
  let token = '';
  let until = 0;
  return async ({ refused }) => {
    if (!refused && Date.now() < until - RESERVE_MS) return token;
    until = Date.now() + LIFETIME_MS;
    token = await new SignJWT({ scope: 'story:write all-owners' })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://services.example')
      .setAudience('graphkeep')
      .setSubject(service)
      .setExpirationTime(Math.floor(until / 1_000))
      .sign(new TextEncoder().encode(secret));
    return token;
  };
};
