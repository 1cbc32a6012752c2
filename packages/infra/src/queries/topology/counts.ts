import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../../estate-graph.ts';
import { linkTypes, type NodeLabel } from './kinds.ts';

const counted = z.object({ count: z.int() });

/** How many nodes of each label there are: Neo4j knows it without looking at them. */
export const countNodes = (
  platform: EstateGraph,
  labels: readonly NodeLabel[],
): Promise<readonly { readonly label: NodeLabel; readonly count: number }[]> =>
  Promise.all(
    labels.map(async (label) => {
      const [row] = await platform.query(cypher`MATCH (n:${cypher.ident(label)}) RETURN count(n) AS count`, {
        rows: counted,
        operation: 'infra.topology.nodes',
      });
      return { label, count: row?.count ?? 0 };
    }),
  );

/** The same of relationships. */
export const countRelationships = (
  platform: EstateGraph,
): Promise<readonly { readonly type: string; readonly count: number }[]> =>
  Promise.all(
    linkTypes.map(async (type) => {
      const [row] = await platform.query(
        cypher`MATCH ()-[r:${cypher.ident(type)}]->() RETURN count(r) AS count`,
        { rows: counted, operation: 'infra.topology.relationships' },
      );
      return { type, count: row?.count ?? 0 };
    }),
  );

export const sumOf = (parts: readonly { readonly count: number }[]): number =>
  parts.reduce((sum, { count }) => sum + count, 0);
