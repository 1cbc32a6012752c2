import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const execute = promisify(execFile);
const config = fileURLToPath(new URL('browser-bundle.config.mjs', import.meta.url));

export interface BundleSizes {
  /** What a page loads with its first import, in bytes with gzip. */
  readonly core: number;
  /** What it loads beside that with its first live connection. */
  readonly live: number;
}

/** Bundles the SDK for a browser, with everything that it needs. */
export const bundleSizes = async (sdk: string): Promise<BundleSizes> => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bundle-'));
  try {
    await execute(join(sdk, 'node_modules/.bin/tsdown'), ['--config', config, '--log-level', 'error'], {
      cwd: sdk,
      env: { ...process.env, BUNDLE: folder },
      timeout: 120_000,
    });
    const files = await readdir(folder);
    const texts = new Map(
      await Promise.all(
        files.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
      ),
    );
    const size = (names: Iterable<string>) =>
      [...names].reduce((sum, name) => sum + gzipSync(texts.get(name) ?? '').length, 0);
    const core = loadedWith('sdk.js', texts);
    return { core: size(core), live: size(files.filter((name) => !core.has(name))) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A file and all that it imports at once. */
const loadedWith = (name: string, texts: ReadonlyMap<string, string>): ReadonlySet<string> => {
  const imported = [...(texts.get(name) ?? '').matchAll(/(?:from|^import)\s*"\.\/([^"]+)"/gm)];
  return new Set([name, ...imported.flatMap(([, one = '']) => [...loadedWith(one, texts)])]);
};
