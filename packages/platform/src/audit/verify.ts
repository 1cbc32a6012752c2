import type { Repositories } from '@graphkeep/graph';
import type { AuditProblem, AuditVerdict, VerifyOptions } from './audit.ts';
import { AuditChain, type AuditGraph, AuditRecord } from './audit-nodes.ts';
import { nameOfChain } from './own-chain.ts';
import { digestOf, type Seals } from './seal.ts';

const BUDGET_MS = 10_000;
/** A chain that grows or is trimmed while it is read is read again. */
const READINGS = 3;

export const verifyAudit = async (
  store: Repositories<AuditGraph>,
  seals: Seals,
  { timeBudgetMs = BUDGET_MS, from }: VerifyOptions,
): Promise<AuditVerdict> => {
  const until = performance.now() + timeBudgetMs;
  const unknownSeals: string[] = [];
  let [chains, entries] = [0, 0];
  let expected = Number(from ?? nameOfChain(1));
  const verdict = (rest: Partial<AuditVerdict>): AuditVerdict => ({
    intact: rest.problem === undefined,
    chains,
    entries,
    unknownSeals,
    ...rest,
  });
  for await (const found of store
    .repo(AuditChain)
    .stream({ where: { chain: { gte: nameOfChain(expected) } }, orderBy: { chain: 'asc' } })) {
    if (performance.now() > until) return verdict({ next: found.chain });
    if (found.chain !== nameOfChain(expected))
      return verdict({ problem: problemOf('missing', nameOfChain(expected), 'the whole chain is gone') });
    const seal = seals.check(found);
    if (seal === 'wrong')
      return verdict({ problem: problemOf('seal', found.chain, 'where it begins or ends was changed') });
    if (seal === 'unknown key') unknownSeals.push(found.chain);
    const looked = await lookAt(store, found);
    if ('problem' in looked) return verdict({ problem: looked.problem });
    chains++;
    entries += looked.entries;
    expected++;
  }
  const astray = await store
    .repo(AuditRecord)
    .first({ where: { chain: { gte: nameOfChain(expected) } }, orderBy: { chain: 'asc' } });
  return verdict(astray ? { problem: problemOf('missing', astray.chain, 'the whole chain is gone') } : {});
};

type Looked = { readonly problem: AuditProblem } | { readonly entries: number };

const lookAt = async (store: Repositories<AuditGraph>, found: AuditChain): Promise<Looked> => {
  let chain = found;
  for (let reading = 1; ; reading++) {
    const looked = await lookOnce(store, chain);
    if (!('problem' in looked) || reading === READINGS) return looked;
    const now = await store.repo(AuditChain).get({ chain: chain.chain });
    if (now.last === chain.last && now.trimmed === chain.trimmed) return looked;
    chain = now;
  }
};

const lookOnce = async (
  store: Repositories<AuditGraph>,
  { chain, trimmed, trimmedDigest, last, lastDigest }: AuditChain,
): Promise<Looked> => {
  let [place, previous] = [trimmed, trimmedDigest];
  const wrong = (kind: AuditProblem['kind'], at: number, message: string): Looked => ({
    problem: problemOf(kind, chain, message, at),
  });
  for await (const record of store
    .repo(AuditRecord)
    .stream({ where: { chain }, orderBy: { place: 'asc' } })) {
    if (record.place <= trimmed) return wrong('extra', record.place, 'it stands before the beginning');
    if (record.place > last) return wrong('extra', record.place, 'it stands after the end');
    if (record.place !== place + 1) return wrong('missing', place + 1, 'it is not there');
    if (record.previous !== previous || digestOf(record) !== record.digest)
      return wrong('changed', record.place, 'it is not what was written');
    [place, previous] = [record.place, record.digest];
  }
  if (place < last) return wrong('missing', place + 1, 'it is not there');
  return previous === lastDigest
    ? { entries: last - trimmed }
    : wrong('changed', last, 'it is not what was written');
};

const problemOf = (
  kind: AuditProblem['kind'],
  chain: string,
  message: string,
  place?: number,
): AuditProblem => ({
  kind,
  chain,
  ...(place !== undefined && { place }),
  message: `Chain ${chain}${place === undefined ? '' : `, entry ${place}`}: ${message}.`,
});
