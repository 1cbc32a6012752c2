import type { Engine } from './engine/engine.ts';

const engines = new WeakMap<object, Engine>();

/** Lets the tools of this package reach the engine under a store, and nobody else. */
export const registerEngine = (store: object, engine: Engine): void => void engines.set(store, engine);

export const engineOf = (store: object): Engine => {
  const engine = engines.get(store);
  if (!engine) throw new TypeError('This is no store that openGraph has opened.');
  return engine;
};
