import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { headerOf, parseHeader } from './lines.ts';

/** That the graph has every field of an export, of the same kind: another would be lost, or be misread. */
export const assertOf = (graph: Graph, header: string): void => {
  const { hash, nodes } = parseHeader(header);
  const own = headerOf(graph, new Date(), 'keep');
  if (own.hash === hash) return;
  const problems = Object.entries(nodes).flatMap(([label, { key, fields }]) => {
    const node = own.nodes[label];
    if (!node) return [`${label} is not in this graph`];
    return [
      ...(node.key === key ? [] : [`the key of ${label} is ${node.key} here, and ${key} there`]),
      ...Object.entries(fields)
        .filter(([name, kind]) => node.fields[name] !== kind)
        .map(
          ([name, kind]) => `${label}.${name} is ${node.fields[name] ?? 'nothing'} here, and ${kind} there`,
        ),
    ];
  });
  if (problems.length > 0)
    throw new GraphkeepError('invalid_input', `The export is of another graph: ${problems.join('; ')}.`, {
      field: 'lines.1',
    });
};
