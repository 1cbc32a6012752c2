import { id } from '@graphkeep/contract';
import { z } from 'zod';
import type { ApiKeyRecord } from './api-key-node.ts';

const DAY_MS = 86_400_000;
const SCOPE = /^(\*|[a-z][a-z0-9-]*:(\*|read|write|admin))$/;

const scope = z
  .string()
  .regex(SCOPE, 'must be a scope like story:read, story:write, story:admin, story:* or *');
const future = z.date().refine((at) => at.getTime() > Date.now(), 'must be a time to come');

export const newApiKeySchema = z.strictObject({
  /** For people: what uses it. */
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scope).min(1).max(50),
  /** Whoever has the key sees and writes what this owner owns, and nothing of others. */
  owner: z
    .string()
    .regex(/^[\w.:@-]{1,128}$/, 'must be the id of an owner, like ply_…')
    .optional(),
  expiresAt: future.optional(),
});
export type NewApiKey = z.output<typeof newApiKeySchema>;

export const rotateApiKeySchema = z.strictObject({
  keyId: id('key'),
  /** For how long the old key is taken beside the new one. */
  overlapMs: z
    .int()
    .min(0)
    .max(30 * DAY_MS)
    .default(DAY_MS),
  /** @default as long from now as the old key was to live */
  expiresAt: future.optional(),
});
export type RotateApiKey = z.output<typeof rotateApiKeySchema>;

/** All that is told of a key once it was shown. */
export const apiKeySchema = z.object({
  keyId: id('key'),
  name: z.string(),
  /** Its last characters. */
  hint: z.string(),
  scopes: z.array(z.string()),
  owner: z.string().optional(),
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.string(),
  createdAt: z.date(),
  expiresAt: z.date().optional(),
  revokedAt: z.date().optional(),
  successor: z.string().optional(),
  /** A minute late at most. */
  lastUsedAt: z.date().optional(),
});
export type ApiKey = z.output<typeof apiKeySchema>;

/** A key that was just made: only this once with the key itself. */
export const madeApiKeySchema = apiKeySchema.extend({ key: z.string() });
export type MadeApiKey = z.output<typeof madeApiKeySchema>;

export const stateOf = ({ revokedAt, expiresAt }: ApiKeyRecord, now: Date): ApiKey['state'] => {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'active';
};

export const shown = (record: ApiKeyRecord, now: Date): ApiKey => {
  const { digest: _, madeFor: __, updatedAt: ___, ...told } = record;
  return { ...told, state: stateOf(record, now) };
};
