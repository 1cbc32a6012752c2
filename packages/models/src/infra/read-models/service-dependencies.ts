import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, list } from './answer.ts';
import { anyOf } from './tags.ts';

const dependencyView = z.strictObject({
  serviceId: z.string(),
  name: z.string(),
  clusters: list(z.string()),
  /** A hundred at most of each; how many there are is told beside. */
  dependencies: list(z.string()),
  dependents: list(z.string()),
  databases: list(z.string()),
  dependencyCount: z.int(),
  dependentCount: z.int(),
  /** Twice its dependents and its dependencies. */
  impact: z.int(),
  criticality: z.enum(['critical', 'high', 'medium', 'low']),
});
export type DependencyView = z.output<typeof dependencyView>;

/** A page of services, with who depends on whom. */
export const ServiceDependencies = defineReadModel({
  name: 'ServiceDependencies',
  schema: z.strictObject({
    items: list(dependencyView),
    next: z.string().nullable(),
    /** Of the whole estate. */
    services: z.int(),
    dependencies: z.int(),
    /** Of all dependencies that there could be; null where there are fewer than two services. */
    density: z.number().nullable(),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'topology', tags: () => anyOf('Service') },
});
export interface ServiceDependencies extends ReadModelOf<typeof ServiceDependencies> {}
