import { newId } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { Repositories } from '@graphkeep/graph';
import { pseudonymOf } from '../audit/pseudonym.ts';
import type { ErasureList } from './erasure-list.ts';
import { type ErasureGraph, ErasureNode, type ErasureRecord } from './erasure-node.ts';

/** What whoever asked for an erasure keeps. It names nobody. */
export interface ErasureReceipt {
  readonly erasureId: string;
  readonly pseudonym: string;
  readonly requestedAt: Date;
  /** Missing while it is being done. */
  readonly doneAt?: Date;
  /** What is gone, by type. */
  readonly counts: Readonly<Record<string, number>>;
}

/** An erasure that is being done. */
export interface OpenErasure extends ErasureReceipt {
  readonly owner: string;
}

export interface ErasurePage {
  readonly items: readonly ErasureReceipt[];
  readonly next: string | null;
}

/** Who was erased, and who is to be erased again after a restore. */
export interface Erasures {
  /** Puts it on the list, which outlives a restore, before anything is gone. An erasure of theirs that is not done goes on. */
  begin(owner: string): Promise<OpenErasure>;
  /** Those that were begun and are not done. */
  open(): Promise<readonly OpenErasure[]>;
  /** Throws `not_found` for one that is done. */
  continue(erasureId: string): Promise<OpenErasure>;
  /** Keeps what is gone so far, for a run that goes on after this one. */
  note(erasureId: string, counts: ErasureReceipt['counts']): Promise<void>;
  done(erasureId: string, counts: ErasureReceipt['counts']): Promise<ErasureReceipt>;
  receipt(erasureId: string): Promise<ErasureReceipt>;
  /** The newest first. */
  receipts(page?: { readonly limit?: number; readonly after?: string }): Promise<ErasurePage>;
  isErased(owner: string): Promise<boolean>;
  /** The pseudonyms of all that were ever to be erased, by what is kept in the graph and outside of it. */
  pseudonyms(): Promise<ReadonlySet<string>>;
}

export interface ErasuresOptions {
  readonly repositories: Repositories<ErasureGraph>;
  readonly list: ErasureList;
  readonly now: () => Date;
}

export const openErasures = ({ repositories, list, now }: ErasuresOptions): Erasures => {
  const records = repositories.repo(ErasureNode);
  const beginAnew = async (owner: string): Promise<OpenErasure> => {
    const erasure = { erasureId: newId('ers'), pseudonym: pseudonymOf(owner), requestedAt: now() };
    const { erasureId, pseudonym } = erasure;
    await list.add({ erasureId, pseudonym, at: erasure.requestedAt.toISOString() });
    return openOf(await records.create({ ...erasure, owner }));
  };
  return {
    begin: async (owner) => {
      const { items } = await records.find({ where: { pseudonym: pseudonymOf(owner), owner }, limit: 1 });
      return items[0] ? openOf(items[0]) : beginAnew(owner);
    },
    open: async () => {
      const { items } = await records.find({
        where: { owner: { ne: null } },
        orderBy: { requestedAt: 'asc' },
      });
      return items.map(openOf);
    },
    continue: async (erasureId) => openOf(await records.get({ erasureId })),
    note: async (erasureId, counts) => {
      await records.patch({ erasureId }, { counts: { ...counts } });
    },
    done: async (erasureId, counts) =>
      receiptOf(await records.patch({ erasureId }, { owner: null, counts: { ...counts }, doneAt: now() })),
    receipt: async (erasureId) => receiptOf(await records.get({ erasureId })),
    receipts: async ({ limit, after } = {}) => {
      const { items, next } = await records.find({
        orderBy: { requestedAt: 'desc' },
        ...(limit !== undefined && { limit }),
        ...(after !== undefined && { after }),
      });
      return { items: items.map(receiptOf), next };
    },
    isErased: async (owner) => {
      const pseudonym = pseudonymOf(owner);
      if (await records.exists({ where: { pseudonym } })) return true;
      return (await list.all()).some((one) => one.pseudonym === pseudonym);
    },
    pseudonyms: async () => {
      const all = new Set((await list.all()).map(({ pseudonym }) => pseudonym));
      for await (const { pseudonym } of records.stream({ select: { pseudonym: true } })) all.add(pseudonym);
      return all;
    },
  };
};

const receiptOf = ({ erasureId, pseudonym, requestedAt, doneAt, counts }: ErasureRecord): ErasureReceipt => ({
  erasureId,
  pseudonym,
  requestedAt,
  counts,
  ...(doneAt && { doneAt }),
});

const openOf = (record: ErasureRecord): OpenErasure => {
  if (record.owner === undefined)
    throw new GraphkeepError('not_found', `The erasure ${record.erasureId} is done already.`);
  return { ...receiptOf(record), owner: record.owner };
};
