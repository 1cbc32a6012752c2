import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createMetrics, loadConfig } from '@graphkeep/core';
import {
  clusters,
  type EstateGraph,
  estateMeasurements,
  estateOf,
  executiveDashboard,
  infraDomain,
  savings,
  storeEstate,
  storeMeasurements,
  topology,
  validate,
} from '@graphkeep/infra';
import { openPlatform } from '@graphkeep/platform';
import { defineSuite } from '../define-suite.ts';
import { atMost } from '../goal.ts';
import { percentile } from '../statistics.ts';

const SERVICES = 40;
const CALLERS = 50;
const CALLS = 40;
const NOON = new Date('2026-06-15T12:00:00Z');
const HALF_A_DAY = 43_200_000;

const questions: readonly ((platform: EstateGraph) => Promise<unknown>)[] = [
  (platform) => topology(platform, { limit: 500 }),
  (platform) => clusters(platform, {}),
  (platform) => savings(platform, {}),
  (platform) => executiveDashboard(platform, { level: 'team', period: '7d' }),
];

interface Estate {
  readonly platform: EstateGraph;
  /** A moment later each time: no answer of one moment is that of another. */
  readonly pass: () => void;
}

/** What executives and operators ask an estate of forty services, on embedded stores. */
export const infraAnswers = defineSuite<Estate>({
  name: 'infra-answers',
  setup: async ({ stack }) => {
    const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    let now = NOON;
    const opened = stack.adopt(
      await openPlatform({
        ...infraDomain,
        config: loadConfig({ GRAPHKEEP_DATA: folder, GRAPHKEEP_DEADLINE_MS: '60s' }),
        log: createLogger({ level: 'silent' }),
        metrics: createMetrics(),
        now: () => now,
      }),
      (one) => one.close(),
    );
    const platform = opened.as({ id: 'bench', scopes: ['*'] });
    const estate = estateOf({ services: SERVICES });
    await storeEstate(platform, estate);
    const start = new Date(NOON.getTime() - HALF_A_DAY);
    await storeMeasurements(platform, estateMeasurements(estate, { start, end: NOON, stepMinutes: 30 }));
    return {
      platform,
      pass: () => {
        now = new Date(now.getTime() + 1);
      },
    };
  },
  benches: [
    {
      id: 'infra.validation',
      subject: `all checks of ${SERVICES} services`,
      unit: 'ms',
      goal: atMost(5_000),
      measure: async ({ platform, pass }) => {
        pass();
        const began = performance.now();
        await validate(platform);
        return performance.now() - began;
      },
    },
    {
      id: `infra.cached.${CALLERS}`,
      subject: `p95 of ${CALLERS} callers, ${questions.length} cached questions in turn`,
      unit: 'ms',
      goal: atMost(2_000),
      measure: async ({ platform }) => {
        for (const ask of questions) await ask(platform);
        const times: number[] = [];
        const call = async (at: number): Promise<void> => {
          const began = performance.now();
          await questions[at % questions.length]?.(platform);
          times.push(performance.now() - began);
        };
        const caller = async (_: unknown, who: number): Promise<void> => {
          for (let at = 0; at < CALLS; at += 1) await call(who + at);
        };
        await Promise.all(Array.from({ length: CALLERS }, caller));
        return percentile(times, 95);
      },
    },
  ],
});
