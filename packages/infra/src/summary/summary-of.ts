import { EstateSummary } from '@graphkeep/models/infra';
import type { EstateGraph } from '../estate-graph.ts';
import { isSmall } from './estate-size.ts';
import { readSummary, type Summary } from './read-summary.ts';
import { SUMMARY_ID, summariseJob } from './summarise-job.ts';

/** What is to be said while a large estate is counted for the first time. */
export const beingCounted = (what: string): string => `${what}, which are being counted`;

/** The counts of the whole estate: of a small one as it is, of a large one as it was last counted; null before that. */
export const summaryOf = async (platform: EstateGraph): Promise<Summary | null> => {
  if (await isSmall(platform)) return readSummary(platform);
  const [kept] = await platform.repo(EstateSummary).getMany([{ summaryId: SUMMARY_ID }]);
  if (kept) return kept;
  await startCounting(platform);
  return null;
};

/** Lets the estate be counted, where it is not being counted already. */
export const startCounting = async (platform: EstateGraph): Promise<void> => {
  const asked = await platform.jobs.list();
  if (!asked.some(({ name, endedAt }) => name === summariseJob.name && endedAt === undefined))
    await platform.jobs.start(summariseJob.name);
};
