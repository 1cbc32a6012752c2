import type { EntityOf } from '@graphkeep/models';
import {
  type Database,
  DatabaseConnections,
  type DatabaseView,
  EC2Instance,
  RDSInstance,
} from '@graphkeep/models/infra';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { joinedPages } from './joined-pages.ts';
import { NEIGHBOURS, pageFields } from './page.ts';

export const databaseConnectionsInput = z.strictObject({
  ...pageFields,
  region: z.string().optional(),
  status: z.string().optional(),
});
export type DatabaseConnectionsInput = z.input<typeof databaseConnectionsInput>;

/** Databases of either kind, and who uses them how. */
export const databaseConnections = async (
  platform: EstateGraph,
  given: DatabaseConnectionsInput = {},
): Promise<Answered<DatabaseConnections>> => {
  const input = databaseConnectionsInput.parse(given);
  return cachedAnswer(platform, DatabaseConnections, input, () => readConnections(platform, input));
};

const readConnections = async (
  platform: EstateGraph,
  { limit, after, region, status }: z.output<typeof databaseConnectionsInput>,
): Promise<DatabaseConnections> => {
  const asOf = platform.now();
  const place = { ...(region !== undefined && { region }), ...(status !== undefined && { status }) };
  const include = { services: { limit: NEIGHBOURS } } as const;
  const managed = platform.repo(RDSInstance);
  const machines = platform.repo(EC2Instance);
  const page = await joinedPages<DatabaseView>(
    [
      async (part) => {
        const where = { identifier: { gte: '' }, ...place };
        const { items, next } = await managed.find({ where, include, ...part });
        return { items: items.map(ofManaged), next };
      },
      async (part) => {
        const where = { sqlserverEdition: { gte: '' }, ...place };
        const { items, next } = await machines.find({ where, include, ...part });
        return { items: items.map(ofMachine), next };
      },
    ],
    limit,
    after,
  );
  return { ...page, asOf };
};

interface User {
  readonly serviceId: string;
  readonly $link: { readonly $type: string };
}
type WithUsers<T> = T & { readonly services: readonly User[] };

const ofManaged = (one: WithUsers<EntityOf<typeof RDSInstance>>): DatabaseView => ({
  kind: 'RDSInstance',
  key: one.identifier,
  engine: one.engine,
  instanceClass: one.instanceClass ?? null,
  storage: one.allocatedStorage ?? null,
  cpuUtilization: null,
  memoryUtilization: null,
  ...common(one),
});

const ofMachine = (one: WithUsers<EntityOf<typeof EC2Instance>>): DatabaseView => ({
  kind: 'EC2Instance',
  key: one.instanceId,
  engine: `sqlserver ${one.sqlserverEdition ?? ''}`.trim(),
  instanceClass: one.instanceType ?? null,
  storage: one.storageGb ?? null,
  cpuUtilization: one.cpuUtilization ?? null,
  memoryUtilization: one.memoryUtilization ?? null,
  ...common(one),
});

const common = ({
  status,
  region,
  costMonthly,
  services,
}: WithUsers<Pick<EntityOf<typeof Database>, 'status' | 'region' | 'costMonthly'>>) => ({
  status,
  region: region ?? null,
  costMonthly: costMonthly ?? null,
  connections: services.map(({ serviceId, $link }) => ({ serviceId, how: $link.$type })),
});
