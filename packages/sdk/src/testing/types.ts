import type { Graph } from '@graphkeep/models';
import type { TestPlatform, TestPlatformOptions } from '@graphkeep/platform/testing';
import type { GraphkeepOptions } from '@graphkeep/sdk';

/** A graph, and what belongs to it: read models, jobs, consumers, cache policies. */
export interface TestDomain<G extends Graph> extends Omit<TestPlatformOptions<G>, 'environment'> {}

export interface TestGraphkeepOptions {
  /** Settings over those of a test, by their names in docs/configuration.md. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface OwnDomain<G extends Graph, A extends object> extends TestGraphkeepOptions {
  /** What its platform is opened with. */
  readonly domain: TestDomain<G>;
  readonly procedures: A;
}

/** Who calls in a test. */
export interface TestCaller {
  /** Whose data it sees and writes, and nothing of others. @default it sees all */
  readonly owner?: string;
  /** What it may do, like `story:read`. @default `*`, everything */
  readonly scopes?: readonly string[];
  /** Its name in the audit. @default `test` */
  readonly id?: string;
}

export interface TestGraphkeep<G extends Graph, C> extends AsyncDisposable {
  /** Nothing listens there: `fetch` answers for it. */
  readonly url: string;
  /** A key that may do everything. */
  readonly apiKey: string;
  /** For `createGraphkeep({ url, apiKey, fetch })` in the code that is tested. */
  readonly fetch: typeof globalThis.fetch;
  /** A client that may do everything. */
  readonly gk: C;
  clientFor(caller: TestCaller, options?: Omit<GraphkeepOptions, 'url' | 'apiKey' | 'fetch'>): C;
  /** The stores beneath, to fill them and to look into them. */
  readonly platform: TestPlatform<G>;
  close(): Promise<void>;
}
