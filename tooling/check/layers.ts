/**
 * What the code of a layer may import from other packages; a package names its layer by the tag in its turbo.json.
 * Not checked by `turbo boundaries`, which follows dependencies of dependencies and so refuses `story` for what `platform` uses.
 */
export interface Layer {
  readonly imports: readonly string[];
  /** By `import type` only: nothing of it may be in the bundle. */
  readonly types?: readonly string[];
  /** What a folder of the sources may import besides: an entry of its own, which the others do not load. */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
}

export const layers: Readonly<Record<string, Layer>> = {
  contract: { imports: [] },
  core: { imports: ['contract'] },
  models: { imports: ['contract'] },
  store: { imports: ['contract', 'core', 'models'] },
  platform: { imports: ['contract', 'core', 'models', 'store'] },
  domain: { imports: ['contract', 'core', 'models', 'platform'] },
  api: { imports: ['contract', 'core', 'models', 'platform', 'domain'] },
  sdk: {
    imports: ['contract', 'models'],
    types: ['api'],
    folders: { 'src/testing/': ['platform', 'domain', 'api'] },
  },
  host: { imports: ['contract', 'core', 'models', 'platform', 'domain', 'api'], types: ['sdk'] },
  app: { imports: ['contract', 'core', 'models', 'store', 'platform', 'domain', 'api', 'sdk', 'host'] },
};

/** Tests, benchmarks and examples: may import any package, and no layer may import them outside of its tests. */
export const freeLayer = 'tooling';
