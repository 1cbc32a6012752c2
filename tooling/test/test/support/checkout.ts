import { cpSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.ts';
import { bareEnvironment, type Ended, run } from './run.ts';
import { TemporaryFolder } from './temporary-folder.ts';

export interface StartOptions {
  /** The Node that the bootstrap believes to run on. */
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The toolchain's own files in a folder with nothing else, and with a cache of its own. */
export class Checkout implements Disposable {
  readonly folder = new TemporaryFolder();
  readonly cache = join(this.folder.path, 'cache', 'graphkeep', 'toolchain');
  readonly #registry: string;

  constructor(registry: string) {
    this.#registry = registry;
    mkdirSync(join(this.folder.path, 'tooling'));
    for (const file of globSync('tooling/*.mjs', { cwd: repository }))
      cpSync(join(repository, file), join(this.folder.path, file));
    this.folder.write('package.json', { name: 'checkout', private: true, packageManager: 'pnpm@12.21.0' });
  }

  start(words: readonly string[], options: StartOptions = {}): Promise<Ended> {
    return run(process.execPath, this.arguments(words, options.node), {
      cwd: this.folder.path,
      env: this.environment(options.env),
    });
  }

  arguments(words: readonly string[], node = '20.11.0'): string[] {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${node}' } });`;
    const bootstrap = join(this.folder.path, 'tooling', 'bootstrap.mjs');
    return [`--import=data:text/javascript,${encodeURIComponent(pretend)}`, bootstrap, ...words];
  }

  environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return bareEnvironment({
      XDG_CACHE_HOME: join(this.folder.path, 'cache'),
      npm_config_cache: join(this.folder.path, 'npm-cache'),
      npm_config_registry: this.#registry,
      ...more,
    });
  }

  pnpmCalls(): readonly string[] {
    return readFileSync(join(this.folder.path, 'pnpm-calls'), 'utf8').trim().split('\n');
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
  }
}
