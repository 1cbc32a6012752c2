import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list } from './answer.ts';
import { anyOf } from './tags.ts';

const databaseView = z.strictObject({
  kind: z.enum(['RDSInstance', 'EC2Instance']),
  key: z.string(),
  engine: z.string(),
  status: z.string(),
  region: z.string().nullable(),
  instanceClass: z.string().nullable(),
  costMonthly: figure,
  /** GiB. */
  storage: figure,
  /** Percent; null where it was not measured. */
  cpuUtilization: figure,
  memoryUtilization: figure,
  /** A hundred at most. */
  connections: list(z.strictObject({ serviceId: z.string(), how: z.string() })),
});
export type DatabaseView = z.output<typeof databaseView>;

/** A page of databases of either kind, and who uses them how. */
export const DatabaseConnections = defineReadModel({
  name: 'DatabaseConnections',
  schema: z.strictObject({ items: list(databaseView), next: z.string().nullable(), asOf }),
  owner: () => null,
  cache: { policy: 'topology', tags: () => anyOf('RDSInstance', 'EC2Instance', 'Service') },
});
export interface DatabaseConnections extends ReadModelOf<typeof DatabaseConnections> {}
