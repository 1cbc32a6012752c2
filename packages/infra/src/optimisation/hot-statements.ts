import { type RawBuilder, sql } from 'kysely';

/** What is asked for often, and of large tables. */
export interface HotStatement {
  readonly name: string;
  readonly table: string;
  /** The index that it is to use, where the table is large enough for one. */
  readonly index: string;
  /** How far back it looks. */
  readonly days: number;
  /** Values that there are, for those that it needs; it is not looked at where there are none. */
  readonly sample?: RawBuilder<Sample>;
  readonly text: (since: Date, sample: Sample) => RawBuilder<unknown>;
}
type Sample = Readonly<Record<string, string>>;

export const hotStatements: readonly HotStatement[] = [
  {
    name: 'the course of a service',
    table: 'system_metrics',
    index: 'idx_system_metrics_time_service',
    days: 1,
    sample: sql`SELECT service FROM system_metrics ORDER BY time DESC LIMIT 1`,
    text: (since, { service }) => sql`
      SELECT date_bin('5 minutes', time, 'epoch'::timestamptz) AS bucket, avg(cpu) AS cpu, avg(memory) AS memory,
        avg(response_ms) AS response_ms, avg(error_rate) AS error_rate, sum(requests) AS requests
      FROM system_metrics WHERE service = ${service} AND time >= ${since} GROUP BY 1`,
  },
  {
    name: 'unhealthy services',
    table: 'system_metrics',
    index: 'idx_system_metrics_health_status',
    days: 1,
    text: (since) => sql`
      SELECT time, service, error_rate, response_ms FROM system_metrics
      WHERE (error_rate > 1 OR response_ms > 1000) AND time >= ${since} ORDER BY time DESC LIMIT 200`,
  },
  {
    name: 'waste',
    table: 'cost_metrics',
    index: 'idx_cost_metrics_optimization',
    days: 30,
    text: (since) => sql`
      SELECT resource_id, avg(waste) AS waste FROM cost_metrics
      WHERE waste > 10 AND time >= ${since} GROUP BY 1 ORDER BY 2 DESC LIMIT 50`,
  },
  {
    name: 'the latency of a pair',
    table: 'network_metrics',
    index: 'idx_network_metrics_latency',
    days: 1,
    sample: sql`SELECT source, target FROM network_metrics ORDER BY time DESC LIMIT 1`,
    text: (since, { source, target }) => sql`
      SELECT sum(latency_avg * requests) / nullif(sum(requests), 0) AS latency, max(latency_p95) AS p95,
        sum(errors) + sum(timeouts) AS errors
      FROM network_metrics WHERE source = ${source} AND target = ${target} AND time >= ${since}`,
  },
  {
    name: 'open severe events',
    table: 'security_events',
    index: 'idx_security_events_severity_time',
    days: 30,
    text: (since) => sql`
      SELECT time, event_id, event_type, resource, cvss FROM security_events
      WHERE status IN ('open', 'investigating') AND severity = 'critical' AND time >= ${since}
      ORDER BY time DESC LIMIT 50`,
  },
  {
    name: 'value of a type',
    table: 'business_value_metrics',
    index: 'idx_business_value_type_time',
    days: 90,
    sample: sql`SELECT metric_type AS type FROM business_value_metrics ORDER BY time DESC LIMIT 1`,
    text: (since, { type }) => sql`
      SELECT category, sum(savings) AS savings, sum(hours_saved) AS hours FROM business_value_metrics
      WHERE metric_type = ${type} AND time >= ${since} GROUP BY 1`,
  },
  {
    name: 'hot databases',
    table: 'database_metrics',
    index: 'idx_database_metrics_performance',
    days: 1,
    text: (since) => sql`
      SELECT time, identifier, cpu, read_latency_ms FROM database_metrics
      WHERE (cpu > 60 OR read_latency_ms > 50) AND time >= ${since} ORDER BY time DESC LIMIT 200`,
  },
  {
    name: 'the slowest resolutions',
    table: 'incident_metrics',
    index: 'idx_incident_metrics_resolution',
    days: 90,
    text: (since) => sql`
      SELECT time, incident_id, incident_type, resolution_minutes FROM incident_metrics
      WHERE resolution_minutes IS NOT NULL AND time >= ${since} ORDER BY resolution_minutes DESC LIMIT 20`,
  },
];
