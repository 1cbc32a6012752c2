import type { EntityOf } from '@graphkeep/models';
import { Application, type LoadBalancer, type Service, type WebService } from '@graphkeep/models/infra';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { NEIGHBOURS } from './page.ts';

export const applicationArchitectureInput = z.strictObject({ name: z.string().min(1) });
export type ApplicationArchitectureInput = z.input<typeof applicationArchitectureInput>;

export interface ApplicationArchitecture {
  readonly application: EntityOf<typeof Application>;
  /** A hundred at most of each. */
  readonly services: readonly (EntityOf<typeof Service> & {
    readonly clusters: readonly string[];
    readonly dependsOn: readonly string[];
    readonly databases: readonly { readonly label: string; readonly key: string; readonly how: string }[];
  })[];
  readonly frontends: readonly (EntityOf<typeof WebService> & {
    readonly loadBalancers: readonly EntityOf<typeof LoadBalancer>[];
  })[];
  readonly databaseHosts: readonly string[];
  readonly counts: {
    readonly services: number;
    readonly clusters: number;
    readonly databases: number;
    readonly dependencies: number;
    readonly frontends: number;
    readonly loadBalancers: number;
  };
}

/** What an application is made of. */
export const applicationArchitecture = async (
  platform: EstateGraph,
  given: ApplicationArchitectureInput,
): Promise<ApplicationArchitecture> => {
  const { name } = applicationArchitectureInput.parse(given);
  const { services, frontends, databaseHosts, ...application } = await platform.repo(Application).get({
    name,
    include: {
      services: {
        limit: NEIGHBOURS,
        include: {
          clusters: { limit: NEIGHBOURS },
          dependsOn: { limit: NEIGHBOURS },
          databases: { limit: NEIGHBOURS },
        },
      },
      frontends: { limit: NEIGHBOURS, include: { loadBalancers: { limit: NEIGHBOURS } } },
      databaseHosts: { limit: NEIGHBOURS },
    },
  });
  const used = services.map(({ clusters, dependsOn, databases, ...service }) => ({
    ...service,
    clusters: clusters.map((cluster) => cluster.name),
    dependsOn: dependsOn.map(({ serviceId }) => serviceId),
    databases: databases.map(({ $label, $key, $link }) => ({ label: $label, key: $key, how: $link.$type })),
  }));
  const different = (values: readonly string[]): number => new Set(values).size;
  return {
    application,
    services: used,
    frontends,
    databaseHosts: databaseHosts.map(({ instanceId }) => instanceId),
    counts: {
      services: used.length,
      clusters: different(used.flatMap(({ clusters }) => clusters)),
      databases: different(
        used.flatMap(({ databases }) => databases.map(({ label, key }) => `${label} ${key}`)),
      ),
      dependencies: used.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0),
      frontends: frontends.length,
      loadBalancers: different(
        frontends.flatMap(({ loadBalancers }) => loadBalancers.map((one) => one.name)),
      ),
    },
  };
};
