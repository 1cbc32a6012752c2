import type { NodeDefinition } from '@graphkeep/models';
import { infraGraph } from '@graphkeep/models/infra';
import { type Cypher, cypher } from '@graphkeep/platform';
import { z } from 'zod';
import { AdjacencyBuilder } from '../../adjacency/adjacency.ts';
import { cyclesOf } from '../../adjacency/cycles.ts';
import { countNodes } from '../../queries/topology/counts.ts';
import {
  type LinkKind,
  linkKinds,
  linkTypes,
  type NodeLabel,
  nodeKinds,
  nodeLabels,
} from '../../queries/topology/kinds.ts';
import { type Check, failed, type Ground, passed, someOf, warning } from '../check.ts';
import { partly, type Seen, seenOf } from '../partly.ts';

const SHOWN = 100;
const named = z.object({ name: z.string() });
const counted = z.object({ count: z.int() });

const ask = async ({ estate }: Ground, statement: Cypher): Promise<readonly string[]> =>
  (await estate.query(statement, { rows: named, operation: 'infra.validate' })).map(({ name }) => name);

/** Neo4j counts them without looking at them. */
const seenNodes = async ({ estate, limits }: Ground, labels: readonly NodeLabel[] = nodeLabels) =>
  (await countNodes(estate, labels)).map(({ label, count }) =>
    seenOf(`nodes of ${label}`, count, limits.nodes),
  );

const orphans: Check = {
  ...{ name: 'no node is an orphan', category: 'graph quality', severity: 'medium', needs: ['graph'] },
  look: async (ground) => {
    const found: string[] = [];
    for (const label of nodeLabels) {
      const names = await ask(
        ground,
        cypher`MATCH (n:${cypher.ident(label)}) WITH n LIMIT ${ground.limits.nodes} WHERE NOT (n)--()
          RETURN coalesce(n.${cypher.ident(nodeKinds[label].key)}, '?') AS name ORDER BY name LIMIT ${SHOWN}`,
      );
      found.push(...names.map((name) => `${label}/${name}`));
    }
    return partly(
      found.length === 0
        ? passed('Every node is joined to another.')
        : warning(
            `Joined to nothing: ${someOf(found)}.`,
            'Join them to what they belong to, or remove them.',
          ),
      await seenNodes(ground),
    );
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
    const seen: Seen[] = [];
    for (const type of linkTypes) {
      const all = await countEnds(ground, type);
      // Counts alone tell that all of them lead from and to where they may.
      if (all.from === all.total && all.to === all.total) continue;
      const { relationships } = ground.limits;
      seen.push(seenOf(`relationships of ${type}`, all.total, relationships));
      const allowed = linkKinds
        .filter((one) => one.type === type)
        .map(({ from, to }) => cypher`(a:${cypher.ident(from)} AND b:${cypher.ident(to)})`);
      const names = await ask(
        ground,
        cypher`MATCH (a)-[:${cypher.ident(type)}]->(b) WITH a, b LIMIT ${relationships} WHERE NOT (${cypher.join(allowed, ' OR ')})
          RETURN labels(a)[0] + ' to ' + coalesce(labels(b)[0], 'nothing') AS name LIMIT ${SHOWN}`,
      );
      const wrong = Math.max(all.total - all.from, all.total - all.to);
      if (names.length > 0)
        found.push(`${Math.max(wrong, names.length)} ${type} (${[...new Set(names)].join(', ')})`);
      else if (wrong > 0) found.push(`${wrong} ${type}`);
    }
    return found.length === 0
      ? partly(passed('Every relationship joins nodes that it may join.'), seen)
      : failed(`There are ${someOf(found)}.`, 'Remove them: nobody finds what they lead to.');
  },
};

/** How many relationships of a type there are, and how many have an end where they may: Neo4j knows it without looking. */
const countEnds = async ({ estate }: Ground, type: LinkKind['type']) => {
  const kinds = linkKinds.filter((one) => one.type === type);
  const count = async (from: Cypher, to: Cypher): Promise<number> => {
    const [row] = await estate.query(
      cypher`MATCH (${from})-[r:${cypher.ident(type)}]->(${to}) RETURN count(r) AS count`,
      { rows: counted, operation: 'infra.validate' },
    );
    return row?.count ?? 0;
  };
  const sumOver = async (labels: readonly NodeLabel[], one: (label: Cypher) => Promise<number>) => {
    let sum = 0;
    for (const label of new Set(labels)) sum += await one(cypher`:${cypher.ident(label)}`);
    return sum;
  };
  const any = cypher``;
  return {
    total: await count(any, any),
    from: await sumOver(
      kinds.map(({ from }) => from),
      (label) => count(label, any),
    ),
    to: await sumOver(
      kinds.map(({ to }) => to),
      (label) => count(any, label),
    ),
  };
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
        cypher`MATCH (n:${cypher.ident(label)}) WITH n LIMIT ${ground.limits.nodes} WHERE ${cypher.join(conditions, ' OR ')}
          RETURN coalesce(n.${cypher.ident(nodeKinds[label].key)}, '?') AS name LIMIT ${SHOWN}`,
      );
      found.push(...names.map((name) => `${label}/${name}`));
    }
    return partly(
      found.length === 0
        ? passed('Nothing that is required is missing.')
        : failed(
            `Something that is required is missing of ${someOf(found)}.`,
            'Somebody wrote past the definitions: give them what is missing.',
          ),
      await seenNodes(ground),
    );
  },
};

const unplaced: Check = {
  ...{ name: 'services run on a cluster', category: 'graph quality', severity: 'low', needs: ['graph'] },
  look: async (ground) => {
    const names = await ask(
      ground,
      cypher`MATCH (s:Service) WITH s LIMIT ${ground.limits.nodes} WHERE NOT (s)-[:DEPLOYED_ON]->(:EKSCluster) AND (s)--()
        RETURN coalesce(s.serviceId, '?') AS name ORDER BY name LIMIT ${SHOWN}`,
    );
    return partly(
      names.length === 0
        ? passed('Of every service it is known where it runs.')
        : warning(
            `It is not known where ${someOf(names)} run.`,
            'Relate them to their clusters by DEPLOYED_ON.',
          ),
      await seenNodes(ground, ['Service']),
    );
  },
};

const criticalDependencies = async (estate: Ground['estate']): Promise<number> => {
  const [row] = await estate.query(
    cypher`MATCH (s:Service)-[:DEPENDS_ON {critical: true}]->(o:Service)
      WHERE s.serviceId IS NOT NULL AND o.serviceId IS NOT NULL RETURN count(*) AS count`,
    { rows: counted, operation: 'infra.validate' },
  );
  return row?.count ?? 0;
};

/** An estate may have cycles, but not of dependencies without which a service cannot start. */
const cycles: Check = {
  ...{
    name: 'critical dependencies have no cycle',
    category: 'graph quality',
    severity: 'high',
    needs: ['graph'],
  },
  look: async ({ estate, limits }) => {
    const edges = await estate.query(
      cypher`MATCH (s:Service)-[:DEPENDS_ON {critical: true}]->(o:Service)
        WHERE s.serviceId IS NOT NULL AND o.serviceId IS NOT NULL
        RETURN s.serviceId AS one, o.serviceId AS other LIMIT ${limits.dependencies}`,
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
    // Only where there may be more of them is it worth the look.
    const all = edges.length < limits.dependencies ? edges.length : await criticalDependencies(estate);
    return partly(
      found.length === 0
        ? passed(`${edges.length} critical dependencies, and no way round among them.`)
        : failed(
            `None of these can start before the others: ${someOf(found)}.`,
            'Make one dependency of each circle one that is not critical.',
          ),
      [seenOf('critical dependencies', all, limits.dependencies)],
    );
  },
};

export const graphChecks: readonly Check[] = [orphans, dangling, required, unplaced, cycles];
