import { EstateSavings } from '@graphkeep/models/infra';
import type { EstateGraph } from '../estate-graph.ts';
import type { SavingsLedger } from './savings-ledger.ts';

/** The place that stands for all regions. */
export const WHOLE = 'all';

export const placeOf = (region: string | undefined): string =>
  region === undefined ? WHOLE : `region:${region}`;

/** Keeps what each region could save, and what all of them could; of regions that are gone nothing is kept. */
export const keepSavings = async (
  platform: EstateGraph,
  ledger: SavingsLedger,
  madeAt: Date,
): Promise<void> => {
  const kept = platform.repo(EstateSavings);
  const regions = [undefined, ...ledger.regions()];
  for (const region of regions) {
    const { items, candidates, total, share } = ledger.of(region);
    await kept.upsert({
      ...{ place: placeOf(region), madeAt, items: [...items], candidates, total },
      ...(share !== null && { share }),
    });
  }
  await kept.removeMany({ place: { notIn: regions.map(placeOf) } });
};
