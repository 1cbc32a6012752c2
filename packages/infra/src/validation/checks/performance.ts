import { Service } from '@graphkeep/models/infra';
import { clusters } from '../../queries/clusters.ts';
import { databaseConnections } from '../../queries/database-connections.ts';
import { savings } from '../../queries/savings.ts';
import { serviceDependencies } from '../../queries/service-dependencies.ts';
import { topology } from '../../queries/topology/topology.ts';
import { costAnalysis } from '../../series/cost-analysis.ts';
import { databasePerformance } from '../../series/database-performance.ts';
import type { Measured } from '../../series/measured.ts';
import { networkLatency } from '../../series/network-latency.ts';
import { systemSummary } from '../../series/system-summary.ts';
import { type Check, type Finding, failed, passed, someOf, warning } from '../check.ts';

/** Beyond the first it is slower than it is to be, beyond the second nobody waits for it. */
interface Threshold {
  readonly slowMs: number;
  readonly failedMs: number;
}
const LOOK_UP: Threshold = { slowMs: 100, failedMs: 1_000 };
const QUERY: Threshold = { slowMs: 2_000, failedMs: 10_000 };

interface Timed {
  readonly name: string;
  readonly ms: number;
}

export const judge = (
  timed: readonly Timed[],
  { slowMs, failedMs }: Threshold,
  recommendation: string,
): Finding => {
  const slow = timed.filter(({ ms }) => ms > slowMs).toSorted((one, other) => other.ms - one.ms);
  const told = (all: readonly Timed[]) => someOf(all.map(({ name, ms }) => `${name} ${Math.round(ms)} ms`));
  if (slow.length === 0) return passed(`${told(timed)}: all within ${slowMs} ms.`);
  const verdict = slow.some(({ ms }) => ms > failedMs) ? failed : warning;
  return verdict(`Slower than ${slowMs} ms: ${told(slow)}.`, recommendation);
};

const timed = async (name: string, work: () => Promise<unknown>): Promise<Timed> => {
  const began = performance.now();
  await work();
  return { name, ms: performance.now() - began };
};

const inTurn = async (all: Readonly<Record<string, () => Promise<unknown>>>): Promise<readonly Timed[]> => {
  const times: Timed[] = [];
  for (const [name, work] of Object.entries(all)) times.push(await timed(name, work));
  return times;
};

const LOOK_UPS = 11;

const lookUps: Check = {
  ...{ name: 'look-ups by key are fast', category: 'performance', severity: 'high', needs: ['graph'] },
  look: async ({ estate }) => {
    const { items } = await estate.repo(Service).find({ limit: LOOK_UPS, select: { serviceId: true } });
    if (items.length === 0) return passed('There is no service to look up.');
    const times: number[] = [];
    for (let read = 0; read < LOOK_UPS; read++) {
      const { serviceId = '' } = items[read % items.length] ?? {};
      times.push((await timed('', () => estate.repo(Service).get({ serviceId }))).ms);
    }
    const [median = 0] = times.toSorted((one, other) => one - other).slice(Math.floor(LOOK_UPS / 2));
    return judge(
      [{ name: 'a service by its key', ms: median }],
      LOOK_UP,
      'See `graphCare.insight` for the slow statements, and the load of the graph.',
    );
  },
};

const graphQueries: Check = {
  ...{ name: 'queries of the graph are fast', category: 'performance', severity: 'medium', needs: ['graph'] },
  look: ({ estate }) =>
    // Not from the cache, which would be fast in any case.
    estate.transaction(async () =>
      judge(
        await inTurn({
          topology: () => topology(estate),
          clusters: () => clusters(estate),
          serviceDependencies: () => serviceDependencies(estate),
          databaseConnections: () => databaseConnections(estate),
          savings: () => savings(estate),
        }),
        QUERY,
        'Profile them: `infra.optimisation.profileGraph` tells which of their statements is costly.',
      ),
    ),
};

const seriesQueries: Check = {
  ...{
    name: 'queries of measurements are fast',
    category: 'performance',
    severity: 'medium',
    needs: ['sql'],
  },
  look: async ({ sql, now }) => {
    const measured: Measured = { sql, now: () => now };
    return judge(
      await inTurn({
        systemSummary: () => systemSummary(measured),
        databasePerformance: () => databasePerformance(measured),
        networkLatency: () => networkLatency(measured),
        costAnalysis: () => costAnalysis(measured),
      }),
      QUERY,
      'Explain them: `infra.optimisation.explain` tells what each hot statement reads.',
    );
  },
};

export const performanceChecks: readonly Check[] = [lookUps, graphQueries, seriesQueries];
