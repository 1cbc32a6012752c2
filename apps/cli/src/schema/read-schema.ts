import type { Work } from '../frame/work.ts';
import { withProduct } from '../reach/product.ts';
import type { ServerOptions } from '../reach/server-options.ts';

interface Item {
  readonly kind: string;
  readonly name: string;
  readonly label: string;
  readonly properties: readonly string[];
}

/** How the graph of the installation differs from what its definitions ask for. */
export interface Drift {
  readonly missing: readonly Item[];
  readonly changed: readonly { readonly wanted: Item; readonly found: Item }[];
  readonly extra: readonly { readonly item: Item; readonly ours: boolean }[];
  readonly problems: readonly string[];
}

/** From the server that has the graph, else from the graph itself, in which nothing is made. */
export const readSchema = async (work: Work, options: ServerOptions): Promise<Drift> => {
  const { runningAt } = await import('../reach/running-at.ts');
  if (options.url !== undefined || (await runningAt(work.config().dataDir)))
    return withProduct(work, options, ({ gk }) => gk.system.schema(undefined, { signal: work.signal }));
  const { openOwnGraph } = await import('../reach/open-own-graph.ts');
  await using opened = await openOwnGraph(work.config());
  const [diff, problems] = await Promise.all([opened.store.schema.diff(), opened.store.schema.verify()]);
  return { ...diff, problems };
};

const TITLES: Readonly<Record<string, string>> = {
  unique: 'unique constraint',
  range: 'index',
  fullText: 'full-text index',
  vector: 'vector index',
};

export const itemText = ({ kind, name, label, properties }: Item): string =>
  `${TITLES[kind] ?? kind} ${name} on :${label}(${properties.join(', ')})`;
