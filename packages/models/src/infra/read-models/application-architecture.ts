import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { entitySchema } from '../../schemas/entity.ts';
import { Application } from '../nodes/application.ts';
import { LoadBalancer } from '../nodes/load-balancer.ts';
import { Service } from '../nodes/service.ts';
import { WebService } from '../nodes/web-service.ts';
import { asOf, list } from './answer.ts';
import { entityWith } from './entity-with.ts';
import { anyOf } from './tags.ts';

/** What an application is made of. */
export const ApplicationArchitecture = defineReadModel({
  name: 'ApplicationArchitecture',
  schema: z.strictObject({
    application: entitySchema(Application),
    /** A hundred at most of each. */
    services: list(
      entityWith(Service, {
        clusters: list(z.string()),
        dependsOn: list(z.string()),
        databases: list(z.strictObject({ label: z.string(), key: z.string(), how: z.string() })),
      }),
    ),
    frontends: list(entityWith(WebService, { loadBalancers: list(entitySchema(LoadBalancer)) })),
    databaseHosts: list(z.string()),
    counts: z.strictObject({
      services: z.int(),
      clusters: z.int(),
      databases: z.int(),
      dependencies: z.int(),
      frontends: z.int(),
      loadBalancers: z.int(),
    }),
    asOf,
  }),
  owner: () => null,
  cache: {
    policy: 'topology',
    tags: ({ application: { name } }) => [
      `application:${name}`,
      ...anyOf('Service', 'WebService', 'EC2Instance'),
    ],
  },
});
export interface ApplicationArchitecture extends ReadModelOf<typeof ApplicationArchitecture> {}
