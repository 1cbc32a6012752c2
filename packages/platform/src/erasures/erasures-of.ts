import type { Graph } from '@graphkeep/models';
import type { Scoped } from '../scoped.ts';
import { defineService, type Service } from '../service.ts';
import { listInFolder, listInMemory } from './erasure-list.ts';
import { type Erasures, type ErasuresOptions, openErasures } from './open-erasures.ts';

const service = defineService({
  name: 'platform.erasures',
  open: (system: Scoped<Graph>): Erasures =>
    openErasures({
      // `withErasureNode` gave the graph the node of the erasures, of which the application's types know nothing.
      repositories: system as unknown as ErasuresOptions['repositories'],
      list:
        system.config.graph.url === 'memory:' ? listInMemory() : listInFolder(system.config.privacy.erasures),
      now: system.now,
    }),
});

/** Who was erased, in the same graph as all else and on a list outside of it. */
export const erasuresOf = <G extends Graph>(scoped: Scoped<G>): Erasures =>
  scoped.service(service as unknown as Service<G, Erasures>);
