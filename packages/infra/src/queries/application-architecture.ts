import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import { Application, ApplicationArchitecture } from '@graphkeep/models/infra';
import { z } from 'zod';
import { type Answered, cachedAnswer } from '../answers/cached-answer.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { NEIGHBOURS } from './page.ts';

export const applicationArchitectureInput = z.strictObject({ name: z.string().min(1) });
export type ApplicationArchitectureInput = z.input<typeof applicationArchitectureInput>;

/** What an application is made of. */
export const applicationArchitecture = async (
  platform: EstateGraph,
  given: ApplicationArchitectureInput,
): Promise<Answered<ApplicationArchitecture>> => {
  const input = applicationArchitectureInput.parse(given);
  try {
    return await cachedAnswer(platform, ApplicationArchitecture, input, () =>
      readArchitecture(platform, input),
    );
  } catch (error) {
    if (!isGraphkeepError(error) || error.code !== 'not_found') throw error;
    throw new GraphkeepError('not_found', `There is no Application ${input.name}.`, { field: 'name' });
  }
};

const readArchitecture = async (
  platform: EstateGraph,
  { name }: z.output<typeof applicationArchitectureInput>,
): Promise<ApplicationArchitecture> => {
  const asOf = platform.now();
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
    asOf,
  };
};
