import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import { errors } from 'jose';

/** What the sender of a token may know: all that the token itself says, and nothing of what it was checked with. */
const REASONS: Readonly<Record<string, string>> = {
  [errors.JWTExpired.code]: 'The token has expired.',
  [errors.JOSEAlgNotAllowed.code]: 'The token is signed by a method that this server does not take.',
  [errors.JWKSNoMatchingKey.code]: 'The token is signed by a key that its issuer does not publish.',
  [errors.JWKSMultipleMatchingKeys.code]: 'The token does not say which key of its issuer signed it.',
  [errors.JWSSignatureVerificationFailed.code]: 'The signature of the token is wrong.',
};

const CLAIMS: Readonly<Record<string, string>> = {
  nbf: 'The token is not valid yet.',
  aud: 'The token is made for another audience.',
  iss: 'The token is made by another issuer.',
};

const NOT_THE_TOKEN = new Set<string>([
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
  errors.JOSEError.code,
]);
const RETRY_AFTER_MS = 1_000;

/** Why a token is refused, or that it cannot be checked for now. */
export const reasonOf = (error: unknown): GraphkeepError => {
  if (isGraphkeepError(error)) return error;
  if (!(error instanceof errors.JOSEError) || NOT_THE_TOKEN.has(error.code))
    return new GraphkeepError(
      'unavailable',
      'Tokens cannot be checked for now: their issuer does not answer.',
      {
        cause: error,
        retryAfterMs: RETRY_AFTER_MS,
      },
    );
  const reason =
    error instanceof errors.JWTClaimValidationFailed && error.reason !== 'missing'
      ? CLAIMS[error.claim]
      : REASONS[error.code];
  const missing =
    error instanceof errors.JWTClaimValidationFailed ? `The token lacks a usable ${error.claim}.` : undefined;
  return new GraphkeepError('unauthenticated', reason ?? missing ?? 'The token cannot be read.', {
    cause: error,
  });
};
