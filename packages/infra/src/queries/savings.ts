import { EstateSavings, Savings } from '@graphkeep/models/infra';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { readCrowds } from '../summary/crowds.ts';
import { isSmall } from '../summary/estate-size.ts';
import { placeOf, WHOLE } from '../summary/keep-savings.ts';
import { beingCounted, startCounting } from '../summary/summary-of.ts';

export const savingsInput = z.strictObject({
  region: z.string().optional(),
  /** Candidates at most, those that save the most. */
  limit: z.int().min(1).max(1_000).default(200),
});
export type SavingsInput = z.input<typeof savingsInput>;

/** What could cost less: of a small estate as it is, of a large one as it was last counted. */
export const savings = async (
  platform: EstateGraph,
  given: SavingsInput = {},
): Promise<Answered<Savings>> => {
  const input = savingsInput.parse(given);
  const answer = await cachedAnswer(platform, Savings, input, () => readSavings(platform, input));
  if (answer.total !== null) return answer;
  const missing = beingCounted('what clusters and databases cost');
  return { ...answer, degraded: [...answer.degraded, { store: 'graph', missing, since: answer.asOf }] };
};

const readSavings = async (
  platform: EstateGraph,
  { region, limit }: z.output<typeof savingsInput>,
): Promise<Savings> => {
  const asOf = platform.now();
  if (await isSmall(platform)) {
    const { ledger } = await readCrowds(platform);
    const saved = ledger.of(region);
    return { ...saved, items: saved.items.slice(0, limit), asOf };
  }
  const place = placeOf(region);
  const kept = await platform.repo(EstateSavings).getMany([{ place: WHOLE }, { place }]);
  const found = kept.find((one) => one.place === place);
  if (found) {
    const { items, candidates, total, share = null, madeAt } = found;
    return { items: items.slice(0, limit), candidates, total, share, asOf: madeAt };
  }
  const [whole] = kept;
  if (whole) return { items: [], candidates: 0, total: 0, share: null, asOf: whole.madeAt };
  await startCounting(platform);
  return { items: [], candidates: null, total: null, share: null, asOf };
};
