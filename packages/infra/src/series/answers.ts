import type { ReadModel, ReadModelOf } from '@graphkeep/models';
import {
  BusinessValue,
  CostAnalysis,
  DatabasePerformance,
  IncidentSummary,
  NetworkLatency,
  SecuritySummary,
  ServiceTrend,
  SystemSummary,
} from '@graphkeep/models/infra';
import type { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from '../measurements/measurements.ts';
import { businessValue, businessValueInput } from './business-value.ts';
import { costAnalysis, costAnalysisInput } from './cost-analysis.ts';
import { databasePerformance, databasePerformanceInput } from './database-performance.ts';
import { incidentSummary, incidentSummaryInput } from './incident-summary.ts';
import type { Measured } from './measured.ts';
import { networkLatency, networkLatencyInput } from './network-latency.ts';
import { rangeOf } from './range.ts';
import { securitySummary, securitySummaryInput } from './security-summary.ts';
import { serviceTrend, serviceTrendInput } from './service-trend.ts';
import { systemSummary, systemSummaryInput } from './system-summary.ts';

/** A method over the measurements, by way of the cache. */
const cached =
  <M extends ReadModel, S extends z.ZodType<object>>(
    model: M,
    schema: S,
    read: (measured: Measured, input: z.input<S>) => Promise<ReadModelOf<M>>,
  ) =>
  async (platform: EstateGraph, given: z.input<S>): Promise<Answered<ReadModelOf<M>>> => {
    const input = schema.parse(given);
    // A range that cannot be is told as such, whether the store is there or not.
    rangeOf(input, platform.now(), { hours: 1 });
    const load = async () => read(await measurementsOf(platform).ready(), given);
    return cachedAnswer(platform, model, input, load, 'sql');
  };

/** The eight methods over time series. The answer says when it was read, and what is missing of it. */
export const measured = {
  systemSummary: cached(SystemSummary, systemSummaryInput, systemSummary),
  serviceTrend: cached(ServiceTrend, serviceTrendInput, serviceTrend),
  databasePerformance: cached(DatabasePerformance, databasePerformanceInput, databasePerformance),
  networkLatency: cached(NetworkLatency, networkLatencyInput, networkLatency),
  costAnalysis: cached(CostAnalysis, costAnalysisInput, costAnalysis),
  businessValue: cached(BusinessValue, businessValueInput, businessValue),
  securitySummary: cached(SecuritySummary, securitySummaryInput, securitySummary),
  incidentSummary: cached(IncidentSummary, incidentSummaryInput, incidentSummary),
};
