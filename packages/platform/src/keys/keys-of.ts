import type { Graph } from '@graphkeep/models';
import type { Scoped } from '../scoped.ts';
import { defineService, type Service } from '../service.ts';
import { type Keys, type KeysOptions, openKeys } from './open-keys.ts';

const service = defineService({
  name: 'platform.keys',
  open: (system: Scoped<Graph>): Keys =>
    openKeys({
      // `withKeyNode` gave the graph the node of the keys, of which the application's types know nothing.
      repositories: system as unknown as KeysOptions['repositories'],
      secrets: system.config.secrets,
      now: system.now,
      log: system.log,
    }),
  close: (keys) => keys.close(),
});

/**
 * The keys of the API, in the same graph as all else.
 *
 * @example const { key } = await keysOf(scoped).create({ name: 'game', scopes: ['story:*'] }, scoped.principal);
 */
export const keysOf = <G extends Graph>(scoped: Scoped<G>): Keys =>
  scoped.service(service as unknown as Service<G, Keys>);
