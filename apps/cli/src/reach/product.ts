import type { Work } from '../frame/work.ts';
import type { InProcess, Product } from './open-product.ts';
import type { ServerOptions } from './server-options.ts';

export type { Product } from './open-product.ts';

/**
 * The product by the way that there is: the server that `--url` names, else the one that runs on the data folder, else the
 * stores themselves, which are closed again.
 */
export const withProduct = async <T>(
  work: Work,
  options: ServerOptions,
  use: (product: Product) => Promise<T>,
): Promise<T> => {
  if (options.url === undefined) work.config();
  // Loaded only now: help, and what is wrong with options, wait for no driver.
  const { openProduct } = await import('./open-product.ts');
  return openProduct(work, options, use);
};

/** The stores themselves. Where a server has an embedded graph, they can be had only once it is stopped. */
export const withStores = async <T>(work: Work, use: (opened: InProcess) => Promise<T>): Promise<T> => {
  const { openStores } = await import('./open-product.ts');
  return openStores(work, use);
};
