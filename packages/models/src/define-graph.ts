import type { NodeDefinition } from './definition.ts';

export type Graph = { readonly [L in string]: NodeDefinition };
/** A label of a graph, as text. */
export type LabelOf<G extends Graph> = keyof G & string;

type ByLabel<T extends readonly NodeDefinition[]> = { readonly [N in T[number] as N['label']]: N };
type Targets<N extends NodeDefinition> = N['relationships'][keyof N['relationships']]['to'];
type Unknown<T extends readonly NodeDefinition[], N extends NodeDefinition> = Exclude<
  Targets<N>,
  T[number]['label']
>;
type Checked<T extends readonly NodeDefinition[]> = {
  [I in keyof T]: [Unknown<T, T[I]>] extends [never] ? T[I] : `this graph has no node ${Unknown<T, T[I]>}`;
};

/**
 * Joins nodes to a graph, and checks that every relationship leads to one of them.
 *
 * @example const storyGraph = defineGraph(Player, Character);
 */
export const defineGraph = <const T extends readonly NodeDefinition[]>(
  ...nodes: T & Checked<T>
): ByLabel<T> => {
  const all: readonly NodeDefinition[] = nodes;
  const byLabel = new Map(all.map((node) => [node.label, node]));
  if (byLabel.size < all.length) throw new TypeError('Two nodes of one graph have the same label.');
  const graph = Object.freeze(Object.fromEntries(byLabel));
  const problems = all.flatMap((node) => [...targetProblems(graph, node), ...abstractProblems(graph, node)]);
  if (new Set(all.map(({ stored }) => stored)).size < all.length)
    problems.push('two nodes are stored under the same label');
  if (problems.length > 0) throw new TypeError(`The graph cannot be defined:\n- ${problems.join('\n- ')}`);
  return graph as ByLabel<T>;
};

/** The nodes that carry the label of an abstract one, always or where a field has a value. */
export const concretesOf = (graph: Graph, abstract: NodeDefinition): readonly NodeDefinition[] =>
  Object.values(graph).filter((node) => node.labels.some(({ label }) => label === abstract.stored));

const targetProblems = (graph: Graph, node: NodeDefinition): string[] =>
  Object.entries(node.relationships)
    .filter(([, { to }]) => !graph[to])
    .map(([name, { to }]) => `${node.label}.${name} leads to ${to}, and this graph has no node ${to}`);

const abstractProblems = (graph: Graph, node: NodeDefinition): string[] => {
  if (!node.traits.abstract) return [];
  const concretes = concretesOf(graph, node);
  if (concretes.length === 0)
    return [`${node.label} is abstract, and no node of this graph has it among its labels`];
  return concretes.flatMap((concrete) => [
    ...(concrete.owner === node.owner ? [] : [`${concrete.label} and ${node.label} differ in their owner`]),
    ...node.fields.flatMap((field) => {
      const own = concrete.fields.find(({ name }) => name === field.name);
      const same =
        own?.kind === field.kind && own.stored === field.stored && (field.optional || !own.optional);
      return same ? [] : [`${concrete.label} lacks ${field.name} as ${node.label} has it`];
    }),
  ]);
};
