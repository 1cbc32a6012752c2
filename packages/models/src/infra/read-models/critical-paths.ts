import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, list } from './answer.ts';
import { anyOf } from './tags.ts';

const load = { key: z.string(), services: z.int(), severity: z.enum(['high', 'medium', 'low']) };
const singlePoint = z.strictObject({
  serviceId: z.string(),
  dependents: z.int(),
  /** Without it others are cut off from each other. */
  articulation: z.boolean(),
});
export type SinglePoint = z.output<typeof singlePoint>;

/** What many services use or run on. Null while a large estate is counted for the first time. */
export const CrowdedPlaces = defineReadModel({
  name: 'CrowdedPlaces',
  schema: z.strictObject({
    /** Databases that two services or more use. */
    databaseBottlenecks: list(z.strictObject({ ...load, label: z.string() })).nullable(),
    /** Clusters that three services or more run on. */
    clusterConcentration: list(z.strictObject(load)).nullable(),
    asOf,
  }),
  owner: () => null,
  cache: {
    policy: 'topology',
    tags: () => anyOf('Service', 'RDSInstance', 'EC2Instance', 'EKSCluster', 'EstateSummary'),
  },
});
export interface CrowdedPlaces extends ReadModelOf<typeof CrowdedPlaces> {}

/** What much hangs on. What follows from who depends on whom is null while that is loaded for the first time. */
export const criticalPathsSchema = z.strictObject({
  ...CrowdedPlaces.schema.shape,
  singlePoints: list(singlePoint).nullable(),
  /** From what depends on all of it to what depends on nothing. */
  longestChains: list(list(z.string())).nullable(),
  cycles: list(z.strictObject({ path: list(z.string()), services: z.int() })).nullable(),
});
export interface CriticalPaths extends z.output<typeof criticalPathsSchema> {}
