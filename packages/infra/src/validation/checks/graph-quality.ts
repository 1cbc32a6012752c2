import type { NodeDefinition } from '@graphkeep/models';
import { infraGraph } from '@graphkeep/models/infra';
import { type Cypher, cypher } from '@graphkeep/platform';
import { z } from 'zod';
import { AdjacencyBuilder } from '../../adjacency/adjacency.ts';
import { cyclesOf } from '../../adjacency/cycles.ts';
import { linkKinds, linkTypes, nodeKinds, nodeLabels } from '../../queries/topology/kinds.ts';
import { type Check, failed, type Ground, passed, someOf, warning } from '../check.ts';

const SHOWN = 100;
/** Of a larger estate only so many nodes of a label are looked at, and so many relationships of a type. */
const MOST = 200_000;
const named = z.object({ name: z.string() });

const ask = async ({ estate }: Ground, statement: Cypher): Promise<readonly string[]> =>
  (await estate.query(statement, { rows: named, operation: 'infra.validate' })).map(({ name }) => name);

const orphans: Check = {
  ...{ name: 'no node is an orphan', category: 'graph quality', severity: 'medium', needs: ['graph'] },
  look: async (ground) => {
    const found: string[] = [];
    for (const label of nodeLabels) {
      const names = await ask(
        ground,
        cypher`MATCH (n:${cypher.ident(label)}) WITH n LIMIT ${MOST} WHERE NOT (n)--()
          RETURN coalesce(n.${cypher.ident(nodeKinds[label].key)}, '?') AS name ORDER BY name LIMIT ${SHOWN}`,
      );
      found.push(...names.map((name) => `${label}/${name}`));
    }
    return found.length === 0
      ? passed('Every node is joined to another.')
      : warning(`Joined to nothing: ${someOf(found)}.`, 'Join them to what they belong to, or remove them.');
  },
};

const dangling: Check = {
  ...{
    name: 'relationships join what they may',
    category: 'graph quality',
    severity: 'high',
    needs: ['graph'],
  },
  look: async (ground) => {
    const found: string[] = [];
    for (const type of linkTypes) {
      const allowed = linkKinds
        .filter((one) => one.type === type)
        .map(({ from, to }) => cypher`(a:${cypher.ident(from)} AND b:${cypher.ident(to)})`);
      const names = await ask(
        ground,
        cypher`MATCH (a)-[:${cypher.ident(type)}]->(b) WITH a, b LIMIT ${MOST} WHERE NOT (${cypher.join(allowed, ' OR ')})
          RETURN labels(a)[0] + ' to ' + coalesce(labels(b)[0], 'nothing') AS name LIMIT ${SHOWN}`,
      );
      if (names.length > 0) found.push(`${names.length} ${type} (${[...new Set(names)].join(', ')})`);
    }
    return found.length === 0
      ? passed('Every relationship joins nodes that it may join.')
      : failed(`There are ${someOf(found)}.`, 'Remove them: nobody finds what they lead to.');
  },
};

/** What a node must have, whoever wrote it. */
const requiredOf = (definition: NodeDefinition): readonly string[] =>
  definition.fields.filter(({ optional, kind }) => !optional && kind !== 'list').map(({ stored }) => stored);

const required: Check = {
  ...{
    name: 'nodes have what they must have',
    category: 'graph quality',
    severity: 'high',
    needs: ['graph'],
  },
  look: async (ground) => {
    const found: string[] = [];
    for (const label of nodeLabels) {
      const conditions = requiredOf(infraGraph[label]).map((name) => cypher`n.${cypher.ident(name)} IS NULL`);
      const names = await ask(
        ground,
        cypher`MATCH (n:${cypher.ident(label)}) WITH n LIMIT ${MOST} WHERE ${cypher.join(conditions, ' OR ')}
          RETURN coalesce(n.${cypher.ident(nodeKinds[label].key)}, '?') AS name LIMIT ${SHOWN}`,
      );
      found.push(...names.map((name) => `${label}/${name}`));
    }
    return found.length === 0
      ? passed('Nothing that is required is missing.')
      : failed(
          `Something that is required is missing of ${someOf(found)}.`,
          'Somebody wrote past the definitions: give them what is missing.',
        );
  },
};

const unplaced: Check = {
  ...{ name: 'services run on a cluster', category: 'graph quality', severity: 'low', needs: ['graph'] },
  look: async (ground) => {
    const names = await ask(
      ground,
      cypher`MATCH (s:Service) WITH s LIMIT ${MOST} WHERE NOT (s)-[:DEPLOYED_ON]->(:EKSCluster) AND (s)--()
        RETURN coalesce(s.serviceId, '?') AS name ORDER BY name LIMIT ${SHOWN}`,
    );
    return names.length === 0
      ? passed('Of every service it is known where it runs.')
      : warning(
          `It is not known where ${someOf(names)} run.`,
          'Relate them to their clusters by DEPLOYED_ON.',
        );
  },
};

/** Of so many dependencies the cycles are found in well under a second. */
const MOST_EDGES = 500_000;

/** An estate may have cycles, but not of dependencies without which a service cannot start. */
const cycles: Check = {
  ...{
    name: 'critical dependencies have no cycle',
    category: 'graph quality',
    severity: 'high',
    needs: ['graph'],
  },
  look: async ({ estate }) => {
    const edges = await estate.query(
      cypher`MATCH (s:Service)-[:DEPENDS_ON {critical: true}]->(o:Service)
        WHERE s.serviceId IS NOT NULL AND o.serviceId IS NOT NULL
        RETURN s.serviceId AS one, o.serviceId AS other LIMIT ${MOST_EDGES}`,
      { rows: z.object({ one: z.string(), other: z.string() }), operation: 'infra.validate' },
    );
    const builder = new AdjacencyBuilder();
    for (const key of new Set(edges.flatMap(({ one, other }) => [one, other]))) builder.node(key);
    for (const { one, other } of edges) builder.edge(one, other);
    const graph = builder.build();
    const found = [
      // Which a cycle of one is not taken for.
      ...new Set(edges.filter(({ one, other }) => one === other).map(({ one }) => `${one} → ${one}`)),
      ...cyclesOf(graph, SHOWN).map(({ path: [...path] }) =>
        [...path, path[0] ?? 0].map((node) => graph.keyOf(node)).join(' → '),
      ),
    ];
    return found.length === 0
      ? passed(`${edges.length} critical dependencies, and no way round among them.`)
      : failed(
          `None of these can start before the others: ${someOf(found)}.`,
          'Make one dependency of each circle one that is not critical.',
        );
  },
};

export const graphChecks: readonly Check[] = [orphans, dangling, required, unplaced, cycles];
