import type { RowInputOf } from '@graphkeep/models';
import type {
  BusinessValueMetrics,
  ComplianceMetrics,
  CostMetrics,
  DatabaseMetrics,
  IncidentMetrics,
  NetworkMetrics,
  SecurityEvents,
  SystemMetrics,
} from '@graphkeep/models/infra';

type Made =
  | typeof SystemMetrics
  | typeof DatabaseMetrics
  | typeof NetworkMetrics
  | typeof CostMetrics
  | typeof SecurityEvents
  | typeof IncidentMetrics
  | typeof BusinessValueMetrics
  | typeof ComplianceMetrics;

type Rows = { [D in Made as D['name']]: RowInputOf<D> };
export type MadeSeries = keyof Rows;
export type RowFor<N extends MadeSeries> = Rows[N];

/** One row, and the series that it is of. */
export type MeasuredRow = { [N in MadeSeries]: { readonly series: N; readonly row: Rows[N] } }[MadeSeries];

export const rowOf = <N extends MadeSeries>(series: N, row: Rows[N]) => ({ series, row });

/** To hundredths: more is noise. */
export const round = (value: number): number => Math.round(value * 100) / 100;
