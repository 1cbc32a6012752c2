import { id } from '@graphkeep/contract';
import { defineNode, type EntityOf } from '@graphkeep/models';
import { z } from 'zod';

/** A key of the API as it is kept: of the key itself no more than its digest and its last characters. */
export const ApiKeyNode = defineNode({
  label: 'GraphkeepApiKey',
  key: 'keyId',
  shared: true,
  journal: false,
  schema: z.object({
    keyId: id('key'),
    digest: z.string(),
    /** The end of the key, by which people tell it from others. */
    hint: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    owner: z.string().optional(),
    createdBy: z.string(),
    expiresAt: z.date().optional(),
    revokedAt: z.date().optional(),
    /** The key that takes its place. */
    successor: z.string().optional(),
    lastUsedAt: z.date().optional(),
    /** Whose request made it, so that the same request sent again makes no second one. */
    madeFor: z.string().optional(),
  }),
  unique: ['digest', 'madeFor'],
});

export type ApiKeyRecord = EntityOf<typeof ApiKeyNode>;

/** The graph of the keys, which is no part of the application's. */
export type KeyGraph = {
  readonly GraphkeepApiKey: typeof ApiKeyNode;
};
