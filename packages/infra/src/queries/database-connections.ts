import { Database, EC2Instance, RDSInstance } from '@graphkeep/models/infra';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { NEIGHBOURS, pageFields } from './page.ts';

export const databaseConnectionsInput = z.strictObject({
  ...pageFields,
  region: z.string().optional(),
  status: z.string().optional(),
});
export type DatabaseConnectionsInput = z.input<typeof databaseConnectionsInput>;

export interface DatabaseView {
  readonly kind: 'RDSInstance' | 'EC2Instance';
  readonly key: string;
  readonly engine: string;
  readonly status: string;
  readonly region: string | null;
  readonly instanceClass: string | null;
  readonly costMonthly: number | null;
  /** GiB. */
  readonly storage: number | null;
  /** Percent; null where it was not measured. */
  readonly cpuUtilization: number | null;
  readonly memoryUtilization: number | null;
  /** A hundred at most. */
  readonly connections: readonly { readonly serviceId: string; readonly how: string }[];
}

export interface DatabaseConnections {
  readonly items: readonly DatabaseView[];
  readonly next: string | null;
}

/** Databases of either kind, and who uses them how. */
export const databaseConnections = async (
  platform: EstateGraph,
  given: DatabaseConnectionsInput = {},
): Promise<DatabaseConnections> => {
  const { limit, after, region, status } = databaseConnectionsInput.parse(given);
  const page = await platform.repo(Database).find({
    where: { ...(region !== undefined && { region }), ...(status !== undefined && { status }) },
    limit,
    ...(after !== undefined && { after }),
    include: { services: { limit: NEIGHBOURS } },
  });
  const keysOf = (label: string) =>
    page.items.filter(({ $label }) => $label === label).map(({ $key }) => $key);
  const [managed, machines] = await Promise.all([
    platform.repo(RDSInstance).getMany(keysOf('RDSInstance').map((identifier) => ({ identifier }))),
    platform.repo(EC2Instance).getMany(keysOf('EC2Instance').map((instanceId) => ({ instanceId }))),
  ]);
  const details = new Map<string, Details>();
  for (const one of managed)
    if (one)
      details.set(`RDSInstance ${one.identifier}`, {
        kind: 'RDSInstance',
        engine: one.engine,
        instanceClass: one.instanceClass ?? null,
        storage: one.allocatedStorage ?? null,
        cpuUtilization: null,
        memoryUtilization: null,
      });
  for (const one of machines)
    if (one)
      details.set(`EC2Instance ${one.instanceId}`, {
        kind: 'EC2Instance',
        engine: `sqlserver ${one.sqlserverEdition ?? ''}`.trim(),
        instanceClass: one.instanceType ?? null,
        storage: one.storageGb ?? null,
        cpuUtilization: one.cpuUtilization ?? null,
        memoryUtilization: one.memoryUtilization ?? null,
      });
  return {
    items: page.items.flatMap(({ $label, $key, status: state, region: place, costMonthly, services }) => {
      const known = details.get(`${$label} ${$key}`);
      if (!known) return [];
      const connections = services.map(({ serviceId, $link }) => ({ serviceId, how: $link.$type }));
      return [
        {
          ...known,
          key: $key,
          status: state,
          region: place ?? null,
          costMonthly: costMonthly ?? null,
          connections,
        },
      ];
    }),
    next: page.next,
  };
};

type Details = Pick<
  DatabaseView,
  'kind' | 'engine' | 'instanceClass' | 'storage' | 'cpuUtilization' | 'memoryUtilization'
>;
