import type { RowInputOf } from '@graphkeep/models';
import { CostMetrics, DatabaseMetrics, NetworkMetrics, SystemMetrics } from '@graphkeep/models/infra';
import type { Series } from '@graphkeep/sql';

const SERVICES = 40;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** One row a minute and service, back from `until`; the values are made, and all of them fit. */
export function* systemRows(count: number, until: Date): Generator<RowInputOf<typeof SystemMetrics>> {
  for (let index = 0; index < count; index++) {
    const wave = Math.sin(index / 997);
    yield {
      time: new Date(until.getTime() - (Math.floor(index / SERVICES) + 1) * MINUTE),
      service: `svc-${index % SERVICES}`,
      cluster: `cluster-${index % 5}`,
      region: 'eu-west-1',
      environment: 'production',
      cpu: 50 + 40 * wave,
      memory: 60,
      disk: 20,
      networkIn: 1_000,
      networkOut: 2_000,
      requests: 100 + (index % 50),
      responseMs: 120 + 100 * wave,
      errorRate: 0.5,
      rps: 2,
      connections: 10,
      pods: 3,
      replicas: 3,
      pending: 0,
      failed: 0,
    };
  }
}

/** A million rows of the services' own metrics or fewer, and of the others what a month has. */
export const fillSeries = async (series: Series, rows: number, now: Date): Promise<void> => {
  await series.ingest(SystemMetrics, systemRows(rows, now));
  const hours = Array.from(
    { length: 30 * 24 },
    (_, hour) => new Date(now.getTime() - (hour + 1) * 3_600_000),
  );
  await series.ingest(
    DatabaseMetrics,
    hours.flatMap((time) =>
      Array.from({ length: SERVICES }, (_, at) => ({
        time,
        identifier: `db-${at}`,
        engine: 'postgres',
        cpu: at,
        readLatencyMs: at,
        readIops: 5,
        writeIops: 5,
      })),
    ),
  );
  await series.ingest(
    NetworkMetrics,
    hours.flatMap((time) =>
      Array.from({ length: SERVICES }, (_, at) => ({
        time,
        source: `svc-${at}`,
        target: `svc-${(at + 1) % SERVICES}`,
        latencyAvg: at,
        requests: 100,
        errors: 1,
      })),
    ),
  );
  await series.ingest(
    CostMetrics,
    Array.from({ length: 60 }, (_, day) => new Date(now.getTime() - (day + 1) * DAY)).flatMap((time) =>
      Array.from({ length: 200 }, (_, at) => ({
        time,
        resourceId: `r-${at}`,
        resourceType: at % 2 ? 'rds' : 'eks',
        dailyCost: at,
        waste: at % 20,
      })),
    ),
  );
  await series.refresh();
};
