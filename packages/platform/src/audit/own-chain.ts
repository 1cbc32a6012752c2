import { isGraphkeepError } from '@graphkeep/core';
import type { Repositories } from '@graphkeep/graph';
import { AuditChain, type AuditGraph, AuditRecord } from './audit-nodes.ts';
import type { PlacelessEntry } from './entry-of.ts';
import { BEGINNING, digestOf, type Seals } from './seal.ts';

/** The chain that this process writes, begun with its first entry. */
export interface OwnChain {
  append(entries: readonly PlacelessEntry[]): Promise<void>;
}

interface End {
  readonly chain: string;
  readonly trimmed: number;
  readonly trimmedDigest: string;
  readonly last: number;
  readonly lastDigest: string;
}

const DIGITS = 9;
const BEGIN_ATTEMPTS = 20;

export const nameOfChain = (number: number): string => String(number).padStart(DIGITS, '0');

export const openOwnChain = (store: Repositories<AuditGraph>, seals: Seals): OwnChain => {
  const chains = store.repo(AuditChain);
  let name: string | undefined;

  const begin = async (): Promise<string> => {
    for (let attempt = 1; ; attempt++) {
      const newest = await chains.first({ orderBy: { chain: 'desc' }, select: { chain: true } });
      const bounds = {
        chain: nameOfChain(Number(newest?.chain ?? 0) + 1),
        trimmed: 0,
        trimmedDigest: BEGINNING,
        last: 0,
        lastDigest: BEGINNING,
      };
      try {
        await chains.create({ ...bounds, ...seals.seal(bounds) });
        return bounds.chain;
      } catch (error) {
        // Another process has begun one at the same moment.
        if (!isTaken(error) || attempt === BEGIN_ATTEMPTS) throw error;
      }
    }
  };

  return {
    append: async (entries) => {
      name ??= await begin();
      const chain = name;
      await store.transaction(async ({ repo }) => {
        // Read within the transaction: after a lost answer nobody knows whether the batch before was kept.
        const end: End = await repo(AuditChain).get({ chain });
        const records = linked(end, entries);
        const last = records.at(-1);
        if (!last) return;
        await repo(AuditRecord).createMany(records);
        const { trimmed, trimmedDigest } = end;
        const bounds = { chain, trimmed, trimmedDigest, last: last.place, lastDigest: last.digest };
        const { chain: _, ...changes } = { ...bounds, ...seals.seal(bounds) };
        await repo(AuditChain).patch({ chain }, changes);
      });
    },
  };
};

const linked = ({ chain, last, lastDigest }: End, entries: readonly PlacelessEntry[]) => {
  let previous = lastDigest;
  return entries.map((entry, index) => {
    const place = last + index + 1;
    const recordId = `${chain}.${nameOfChain(place)}`;
    const record = { ...entry, recordId, chain, place, previous };
    previous = digestOf(record);
    return { ...record, digest: previous };
  });
};

const isTaken = (error: unknown): boolean => isGraphkeepError(error) && error.code === 'already_exists';
