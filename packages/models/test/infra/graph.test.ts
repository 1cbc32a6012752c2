import { describe, expect, it } from 'vitest';
import {
  concretesOf,
  createSchema,
  listSchema,
  type NodeDefinition,
  nestedCreateSchema,
} from '../../src/index.ts';
import {
  AWSResource,
  Database,
  EC2Instance,
  EKSCluster,
  infraCachePolicies,
  infraGraph,
  RDSInstance,
  Service,
} from '../../src/infra/index.ts';
import { problem } from '../problem.ts';

const nodes: readonly NodeDefinition[] = Object.values(infraGraph);

describe('the estate', () => {
  it('is shared, and keyed by names from outside', () => {
    for (const node of nodes) {
      expect(node.owner, node.label).toBeUndefined();
      expect(node.traits.madeKey, node.label).toBe(false);
    }
  });

  it('is made of resources, each with an arn that is its own', () => {
    const others = new Set(['AWSResource', 'Database', 'EstateSavings', 'EstateSummary']);
    const resources = nodes.filter(({ label }) => !others.has(label));
    expect(concretesOf(infraGraph, AWSResource)).toEqual(resources);
    expect(AWSResource.unique).toEqual(['arn']);
    expect(
      problem(createSchema(EKSCluster), { name: 'main', region: 'eu-west-1', status: 'ACTIVE' }),
    ).toMatch(/^arn: /);
    expect(
      createSchema(EKSCluster).parse({ name: 'main', arn: 'arn:1', region: 'eu-west-1', status: 'ACTIVE' }),
    ).toEqual({
      name: 'main',
      arn: 'arn:1',
      region: 'eu-west-1',
      status: 'ACTIVE',
      type: 'eks',
      instanceTypes: [],
      subnetIds: [],
    });
  });

  it('has two kinds of databases', () => {
    expect(concretesOf(infraGraph, Database)).toEqual([RDSInstance, EC2Instance]);
    expect(EC2Instance.labels).toContainEqual({ label: 'Database', when: 'sqlserverEdition' });
  });

  it('joins a service to a database of either kind, in one of three ways', () => {
    const create = nestedCreateSchema(infraGraph, 'Service');
    const service = (databases: object) =>
      problem(create, { serviceId: 'api', name: 'api', status: 'up', databases });
    const $link = { $type: 'QUERIES' };
    expect(service({ connect: [{ $label: 'RDSInstance', $key: 'orders', $link }] })).toBeUndefined();
    expect(service({ connect: { $label: 'EC2Instance', $key: 'i-1', $link } })).toBeUndefined();
    expect(service({ connect: { $label: 'EC2Instance', $key: 'i-1' } })).toMatch(
      /^databases.connect.\$link: /,
    );
    const list = listSchema(infraGraph, 'Service');
    expect(
      problem(list, { where: { databases: { some: { status: 'up', $link: { $type: 'READS_FROM' } } } } }),
    ).toBeUndefined();
  });

  it('never invents a figure', () => {
    const service = createSchema(Service).parse({ serviceId: 'api', name: 'api', status: 'up' });
    expect(service).not.toHaveProperty('costMonthly');
    expect(service).not.toHaveProperty('replicas');
  });

  it('is cached by policies that exist', () => {
    for (const { cache } of nodes) if (cache) expect(Object.keys(infraCachePolicies)).toContain(cache.policy);
  });
});
