import type { Config } from '@graphkeep/core';
import { infraDomain, infraDomainFor, infraMigrator } from '@graphkeep/infra';
import type { Graph } from '@graphkeep/models';
import type { InfraGraph } from '@graphkeep/models/infra';
import type { StoryGraph } from '@graphkeep/models/story';
import type { PlatformOptions } from '@graphkeep/platform';
import { storyDomain, storyDomainFor } from '@graphkeep/story';

/** All that the product's domains keep in the graph. */
export type ProductGraph = {
  readonly [L in keyof StoryGraph | keyof InfraGraph]: (StoryGraph & InfraGraph)[L];
};

/** What a platform needs to know of the product's domains, to be opened for them. */
export interface ProductDomains
  extends Required<
    Pick<PlatformOptions<ProductGraph>, 'graph' | 'models' | 'jobs' | 'consumers' | 'cachePolicies'>
  > {}

/** The same of one domain, which knows nothing of the others. */
interface Domain {
  readonly graph: Graph;
  readonly models: ProductDomains['models'];
  readonly jobs: readonly unknown[];
  readonly consumers: readonly unknown[];
  readonly cachePolicies: ProductDomains['cachePolicies'];
}

/** The domains that this product opens: one platform holds them all. */
export const domainsFor = (config: Config): ProductDomains =>
  joined([storyDomainFor(config), infraDomainFor(config)]);

const joined = (parts: readonly Domain[]): ProductDomains => ({
  graph: together(parts, 'graph', 'a node'),
  models: parts.flatMap(({ models }) => models),
  // A job is given the whole platform, of which it knows the part that its domain has.
  jobs: parts.flatMap(({ jobs }) => jobs) as ProductDomains['jobs'],
  consumers: parts.flatMap(({ consumers }) => consumers) as ProductDomains['consumers'],
  cachePolicies: together(parts, 'cachePolicies', 'a cache policy'),
});

const together = <P extends 'graph' | 'cachePolicies'>(
  parts: readonly Domain[],
  part: P,
  what: string,
): ProductDomains[P] => {
  const entries = parts.flatMap((domain) => Object.entries(domain[part]));
  const names = entries.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new TypeError(`Two domains have ${what} ${twice}.`);
  return Object.fromEntries(entries) as unknown as ProductDomains[P];
};

/** The same without a configuration's choices. */
export const domains: ProductDomains = joined([storyDomain, infraDomain]);
export const productGraph: ProductGraph = domains.graph;

/** What makes and changes the tables that a domain has in the SQL store, for those that have some. */
export const domainMigrators = { infra: infraMigrator };
