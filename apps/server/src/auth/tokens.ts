import { type Config, GraphkeepError, type Logger } from '@graphkeep/core';
import type { Principal } from '@graphkeep/platform';
import { type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Recognise } from './authenticate.ts';
import { remoteKeys } from './remote-keys.ts';
import { reasonOf } from './token-reasons.ts';

type JwtConfig = NonNullable<Config['auth']['jwt']>;

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/;
/** A public key would be a good secret for HS256 to whoever may choose the method, so each way has its own. */
const BY_SECRET = ['HS256'];
const BY_PUBLISHED_KEY = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

/** Tokens (JWT) of one issuer, for one audience. */
export const tokens = (config: JwtConfig, log: Logger): Recognise => {
  const options: JWTVerifyOptions = {
    issuer: config.issuer,
    audience: config.audience,
    clockTolerance: config.toleranceMs / 1_000,
    requiredClaims: ['exp', 'sub'],
  };
  const verify = verifier(config, options, log);
  return async (credential) => {
    if (!COMPACT.test(credential)) return undefined;
    try {
      return principalIn((await verify(credential)).payload, config);
    } catch (error) {
      throw reasonOf(error);
    }
  };
};

const verifier = ({ secret, jwksUrl }: JwtConfig, options: JWTVerifyOptions, log: Logger) => {
  if (jwksUrl !== undefined) {
    const keys = remoteKeys(new URL(jwksUrl), log);
    return (token: string) => jwtVerify(token, keys, { ...options, algorithms: BY_PUBLISHED_KEY });
  }
  const encoder = new TextEncoder();
  return (token: string) =>
    jwtVerify(token, encoder.encode(secret?.reveal()), { ...options, algorithms: BY_SECRET });
};

/** In the scopes of a token that is bound to no owner: a service or an operator, never a player. */
const ALL_OWNERS = 'all-owners';

const nameSchema = z.string().regex(/^[\w.:@|-]{1,128}$/);
const scopesSchema = z.union([z.string().transform((text) => text.split(' ')), z.array(z.string())]);

const principalIn = (claims: JWTPayload, { ownerClaim, scopesClaim }: JwtConfig): Principal => {
  const subject = nameSchema.safeParse(claims.sub);
  if (!subject.success) throw unusable('sub');
  const scopes = scopesSchema.optional().safeParse(claims[scopesClaim]);
  if (!scopes.success) throw unusable(scopesClaim);
  const { data: given = [] } = scopes;
  const principal = { id: `jwt:${subject.data}`, scopes: given.filter((scope) => scope !== ALL_OWNERS) };
  if (given.includes(ALL_OWNERS)) return principal;
  const owner = nameSchema.safeParse(claims[ownerClaim]);
  if (!owner.success) throw unusable(ownerClaim);
  return { ...principal, owner: owner.data };
};

const unusable = (claim: string) =>
  new GraphkeepError('unauthenticated', `The token says nothing usable under ${claim}.`);
