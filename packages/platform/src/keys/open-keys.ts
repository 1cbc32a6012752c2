import { newId } from '@graphkeep/contract';
import { GraphkeepError, isGraphkeepError, type Logger } from '@graphkeep/core';
import type { Repositories, Repository } from '@graphkeep/graph';
import type { Page } from '@graphkeep/models';
import { hasScope, type Principal } from '../principal.ts';
import {
  type ApiKey,
  type MadeApiKey,
  type NewApiKey,
  type RotateApiKey,
  shown,
  stateOf,
} from './api-key.ts';
import { ApiKeyNode, type ApiKeyRecord, type KeyGraph } from './api-key-node.ts';
import { type DigestSecrets, hintOf, isKeyShaped, newKey, openDigests } from './digests.ts';
import { openKnownKeys } from './known-keys.ts';
import { openLookups } from './lookups.ts';
import { openUses } from './uses.ts';

export interface Keys {
  /**
   * Makes a key. Its scopes are at most those of whoever makes it. With `madeFor`, the same again answers the same key with
   * a new secret: the answer with the first one may have been lost, and what is kept is its digest alone.
   */
  create(input: NewApiKey, by: Principal, madeFor?: string): Promise<MadeApiKey>;
  list(page?: { readonly limit?: number; readonly after?: string }): Promise<Page<ApiKey>>;
  /** Makes a key that takes the place of another; the old one is taken for a while yet. */
  rotate(input: RotateApiKey, by: Principal, madeFor?: string): Promise<MadeApiKey>;
  /** Ends a key: in this process at once, in others within five seconds. */
  revoke(keyId: string): Promise<ApiKey>;
  /** Whose key it is; throws `unauthenticated` where it is nobody's, or not any more. */
  principalOf(key: string): Promise<Principal>;
  close(): Promise<void>;
}

export interface KeysOptions {
  readonly repositories: Repositories<KeyGraph>;
  readonly secrets: DigestSecrets;
  readonly now: () => Date;
  readonly log: Logger;
}

export const openKeys = ({ repositories, secrets, now, log }: KeysOptions): Keys => {
  const records: Repository<KeyGraph, 'GraphkeepApiKey'> = repositories.repo(ApiKeyNode);
  const digests = openDigests(secrets);
  const uses = openUses(async (keyIds) => {
    try {
      await records.patchMany({ keyId: { in: keyIds } }, { lastUsedAt: now() });
    } catch (error) {
      log.warn({ err: error }, 'the last use of keys is not written');
    }
  });

  const known = openKnownKeys(now);
  /** What stands on a principal is made once for each object: one for each request would cost it each time. */
  const principals = new WeakMap<ApiKeyRecord, Principal>();

  /** A key that was kept under another secret is kept under the one of now from its first use on. */
  const lookup = openLookups(async (keys) => {
    const keyOf = new Map(keys.flatMap((key) => digests.all(key).map((digest) => [digest, key])));
    const found = new Map<string, ApiKeyRecord>();
    const { items } = await records.find({
      where: { digest: { in: [...keyOf.keys()] } },
      limit: Math.max(1, keys.length),
    });
    for (const record of items) {
      const key = keyOf.get(record.digest);
      if (key === undefined) continue;
      const digest = digests.current(key);
      found.set(
        key,
        record.digest === digest ? record : await records.patch({ keyId: record.keyId }, { digest }),
      );
    }
    return found;
  });

  const secretFor = (key: string) => ({ digest: digests.current(key), hint: hintOf(key) });
  /** What the same request made before, if it did, with a secret of now. */
  const madeBefore = async (madeFor: string | undefined): Promise<MadeApiKey | undefined> => {
    if (madeFor === undefined) return undefined;
    const record = await records.first({ where: { madeFor } });
    if (!record || record.lastUsedAt || stateOf(record, now()) !== 'active') return undefined;
    const key = newKey();
    return { ...shown(await records.patch({ keyId: record.keyId }, secretFor(key)), now()), key };
  };
  const make = async (input: NewApiKey, by: Principal, madeFor?: string): Promise<MadeApiKey> => {
    const key = newKey();
    const record = await records.create({
      ...input,
      ...secretFor(key),
      keyId: newId('key'),
      createdBy: by.id,
      ...(madeFor !== undefined && { madeFor }),
    });
    return { ...shown(record, now()), key };
  };

  return {
    create: async (input, by, madeFor) => {
      assertWithin(input.scopes, by);
      const again = await madeBefore(madeFor);
      if (again) return again;
      return make(input, by, madeFor).catch(async (error: unknown) => {
        // Of two requests that came at once the other was first.
        const made =
          isGraphkeepError(error) && error.code === 'already_exists' && (await madeBefore(madeFor));
        if (made) return made;
        throw error;
      });
    },

    list: async (page) => {
      const { items, ...cursors } = await records.find({ ...page, orderBy: { keyId: 'asc' } });
      return { ...cursors, items: items.map((record) => shown(record, now())) };
    },

    rotate: async ({ keyId, overlapMs, expiresAt }, by, madeFor) => {
      const again = await madeBefore(madeFor);
      if (again) return again;
      const made = await repositories.transaction(async () => {
        const old = await records.get({ keyId });
        assertWithin(old.scopes, by);
        assertRotatable(old, now());
        const ends = expiresAt ?? sameLife(old, now());
        const successor = await make(
          {
            name: old.name,
            scopes: old.scopes,
            ...(old.owner !== undefined && { owner: old.owner }),
            ...(ends && { expiresAt: ends }),
          },
          by,
          madeFor,
        );
        const overlapEnds = new Date(now().getTime() + overlapMs);
        await records.patch(
          { keyId },
          { successor: successor.keyId, expiresAt: earlier(old.expiresAt, overlapEnds) },
        );
        return successor;
      });
      known.forget();
      return made;
    },

    revoke: async (keyId) => {
      const { revokedAt } = await records.get({ keyId });
      if (!revokedAt) await records.patch({ keyId }, { revokedAt: now() });
      known.forget();
      return shown(await records.get({ keyId }), now());
    },

    principalOf: async (key) => {
      const digest = isKeyShaped(key) ? digests.current(key) : undefined;
      const record = digest && (await known.find(digest, () => lookup(key)));
      if (!record) throw unauthenticated('This server does not know the key.');
      const state = stateOf(record, now());
      if (state !== 'active')
        throw unauthenticated(`The key ${record.keyId} is ${state}: ask for another one.`);
      uses.note(record.keyId);
      const principal = principals.get(record) ?? principalFor(record);
      principals.set(record, principal);
      return principal;
    },

    close: () => uses.close(),
  };
};

const principalFor = ({ keyId, scopes, owner }: ApiKeyRecord): Principal => ({
  id: keyId,
  scopes,
  ...(owner !== undefined && { owner }),
});

const assertWithin = (scopes: readonly string[], by: Principal): void => {
  const beyond = scopes.filter((scope) => !hasScope(by, scope));
  if (beyond.length > 0)
    throw new GraphkeepError(
      'forbidden',
      `A key gives on what it has itself, which ${beyond.join(', ')} is not.`,
      {
        field: 'scopes',
      },
    );
};

const assertRotatable = (record: ApiKeyRecord, now: Date): void => {
  const state = stateOf(record, now);
  const why = record.successor ? `has a successor, ${record.successor}` : `is ${state}`;
  if (record.successor || state !== 'active')
    throw new GraphkeepError('invalid_input', `The key ${record.keyId} ${why}: make a new one.`, {
      field: 'keyId',
    });
};

const sameLife = ({ createdAt, expiresAt }: ApiKeyRecord, now: Date): Date | undefined =>
  expiresAt && new Date(now.getTime() + expiresAt.getTime() - createdAt.getTime());

const earlier = (one: Date | undefined, other: Date): Date => (one && one < other ? one : other);

const unauthenticated = (message: string) => new GraphkeepError('unauthenticated', message);
