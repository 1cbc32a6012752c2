import { anyOf, EstateSummary, type InfraGraph } from '@graphkeep/models/infra';
import { defineJob } from '@graphkeep/platform';
import { z } from 'zod';
import { isSmall } from './estate-size.ts';
import { keepSavings } from './keep-savings.ts';
import { readSummary } from './read-summary.ts';

export const SUMMARY_ID = 'estate';

const input = z.strictObject({});
interface Report {
  /** False where the estate is small, or nothing of it was changed since. */
  readonly counted: boolean;
}

/** Counts a large estate by region and cluster where it was changed, so that nobody who asks has to wait for it. */
export const summariseJob = defineJob<InfraGraph, typeof input, Report>({
  name: 'infra.summarise',
  input,
  every: { ms: 5 * 60_000 },
  run: async (system, { signal }) => {
    const summaries = system.repo(EstateSummary);
    const [known] = await summaries.getMany([{ summaryId: SUMMARY_ID }]);
    const { last } = await system.journal.status();
    if (known?.journalAt === last || (await isSmall(system))) return { counted: false };
    const { madeAt, regions, clusters, databases, ledger } = await readSummary(system, signal);
    await keepSavings(system, ledger, madeAt);
    await summaries.upsert({
      ...{ summaryId: SUMMARY_ID, madeAt, journalAt: last },
      ...{ regions: [...regions], clusters: [...clusters], databases: [...databases] },
    });
    await system.endTags(anyOf('EstateSummary'));
    return { counted: true };
  },
});
