import type { SeriesIndex } from '@graphkeep/models';
import { infraSeries } from '@graphkeep/models/infra';

export interface HotIndex {
  readonly table: string;
  readonly index: SeriesIndex;
  /** The hot statement that it is for, by its name. */
  readonly serves: string;
  /** What it saves. */
  readonly why: string;
}

/** Why each index is there, beside the primary key and the index by time that every table has. */
const reasons: Readonly<Record<string, Pick<HotIndex, 'serves' | 'why'>>> = {
  idx_system_metrics_time_service: {
    serves: 'the course of a service',
    why: "A service's rows lie far apart in the table; with its figures the index answers alone.",
  },
  idx_system_metrics_health_status: {
    serves: 'unhealthy services',
    why: 'Few rows are over the bounds: only those are in it.',
  },
  idx_cost_metrics_optimization: {
    serves: 'waste',
    why: 'Only what wastes is in it, with how much.',
  },
  idx_network_metrics_latency: {
    serves: 'the latency of a pair',
    why: "A pair's rows lie far apart in the table; with its figures the index answers alone.",
  },
  idx_security_events_severity_time: {
    serves: 'open severe events',
    why: 'Only events that are open are in it, each severity by itself, the latest first.',
  },
  idx_business_value_type_time: {
    serves: 'value of a type',
    why: 'Rows of other types are not looked at.',
  },
  idx_database_metrics_performance: {
    serves: 'hot databases',
    why: 'Few rows are over the bounds: only those are in it.',
  },
  idx_incident_metrics_resolution: {
    serves: 'the slowest resolutions',
    why: 'The slowest are found without a sort of all.',
  },
};

/** The indexes of the hot statements. What they are is said where their tables are defined. */
export const hotIndexes: readonly HotIndex[] = infraSeries.flatMap(({ name: table, indexes }) =>
  indexes.flatMap((index) => {
    const reason = reasons[index.name];
    return reason ? [{ table, index, ...reason }] : [];
  }),
);
