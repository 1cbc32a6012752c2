import type { Logger } from '@graphkeep/core';
import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 3_000;
/** A token with a key that is not known makes the keys be read again: this often at most, whoever sends such tokens. */
const PAUSE_MS = 30_000;
const PAUSE_AFTER_FAILURE_MS = 1_000;
const FRESH_MS = 600_000;

/** The keys that an issuer publishes. They are renewed beside the requests, so that its outage stops nobody who has a known key. */
export const remoteKeys = (url: URL, log: Logger): JWTVerifyGetKey => {
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: PAUSE_MS,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    [customFetch]: notTooSoonAfterFailure(),
  });
  let renewedAt: number | undefined;
  return async (header, token) => {
    const now = performance.now();
    if (renewedAt !== undefined && now - renewedAt > FRESH_MS)
      keys
        .reload()
        .catch((error: unknown) => log.warn({ err: error }, 'the keys for tokens are not renewed'));
    if (renewedAt === undefined || now - renewedAt > FRESH_MS) renewedAt = now;
    return keys(header, token);
  };
};

const notTooSoonAfterFailure = (): FetchImplementation => {
  let failedAt = Number.NEGATIVE_INFINITY;
  return async (url, init) => {
    if (performance.now() - failedAt < PAUSE_AFTER_FAILURE_MS) throw new Error('It did not answer just now.');
    failedAt = performance.now();
    const response = await fetch(url, init);
    if (response.ok) failedAt = Number.NEGATIVE_INFINITY;
    return response;
  };
};
