import type { NodeDefinition } from './define-node.ts';

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
  for (const node of all) {
    for (const [name, { to }] of Object.entries(node.relationships)) {
      if (!byLabel.has(to))
        throw new TypeError(`${node.label}.${name} leads to ${to}, and this graph has no node ${to}.`);
    }
  }
  return Object.freeze(Object.fromEntries(byLabel)) as ByLabel<T>;
};
