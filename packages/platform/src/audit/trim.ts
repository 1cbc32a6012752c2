import { limits } from '@graphkeep/contract';
import type { Repositories } from '@graphkeep/graph';
import { AuditChain, type AuditGraph, AuditRecord } from './audit-nodes.ts';
import type { Seals } from './seal.ts';

const BATCH: number = limits.maxPageSize;

/** Entries go from the beginning of each chain only, and the chain says with its seal where it begins from then on. */
export const trimAudit = async (
  store: Repositories<AuditGraph>,
  seals: Seals,
  olderThan: Date,
): Promise<number> => {
  let removed = 0;
  for await (const { chain } of store.repo(AuditChain).stream({ select: { chain: true } }))
    for (let some = BATCH; some === BATCH; removed += some)
      some = await trimSome(store, seals, chain, olderThan);
  return removed;
};

const trimSome = (
  store: Repositories<AuditGraph>,
  seals: Seals,
  chain: string,
  olderThan: Date,
): Promise<number> =>
  store.transaction(async ({ repo }) => {
    const { items } = await repo(AuditRecord).find({
      where: { chain },
      orderBy: { place: 'asc' },
      limit: BATCH,
      select: { place: true, digest: true, at: true },
    });
    const young = items.findIndex(({ at }) => at >= olderThan);
    const old = young < 0 ? items : items.slice(0, young);
    const end = old.at(-1);
    if (!end) return 0;
    await repo(AuditRecord).removeMany({ chain, place: { lte: end.place } });
    const { last, lastDigest } = await repo(AuditChain).get({ chain });
    const bounds = { chain, trimmed: end.place, trimmedDigest: end.digest, last, lastDigest };
    const { chain: _, ...changes } = { ...bounds, ...seals.seal(bounds) };
    await repo(AuditChain).patch({ chain }, changes);
    return old.length;
  });
