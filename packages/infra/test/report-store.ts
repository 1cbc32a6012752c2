import type { infraGraph } from '@graphkeep/models/infra';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { type EstateGraph, infraDomain } from '../src/index.ts';
import { measurementsOf } from '../src/measurements/measurements.ts';

export interface ReportStore extends AsyncDisposable {
  readonly opened: TestPlatform<typeof infraGraph>;
  readonly platform: EstateGraph;
  /** What time it is: it may be set. */
  readonly clock: { now: Date };
}

/** Monday, noon. */
export const NOON = new Date('2026-06-15T12:00:00Z');

/** A part may take long on a busy machine: here that is not the subject. */
export const PATIENT = { partMs: 60_000 };

export const openReportStore = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<ReportStore> => {
  const clock = { now: NOON };
  const opened = await openTestPlatform({
    ...infraDomain,
    // To unpack an embedded store may take long on a busy machine.
    environment: { GRAPHKEEP_DEADLINE_MS: '60s', ...environment },
    now: () => clock.now,
  });
  const platform = opened.as({ id: 'test', scopes: ['*'] });
  await measurementsOf(platform).ready();
  return { opened, clock, platform, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
};
