import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/**
 * Copies the built server and what it depends on into `tree`. Flat instead of pnpm's links, whose names hold the paths
 * of this machine; offline, since all of it was fetched when the packages were installed.
 */
export const deployServer = (tree: string): void => {
  if (!existsSync(join(root, 'apps/server/dist/main.js'))) {
    throw new Error('The server is not built: run `npm run build -- --filter=@graphkeep/server` first');
  }
  execFileSync(
    'pnpm',
    [
      '--config.node-linker=hoisted',
      '--filter=@graphkeep/server',
      'deploy',
      '--prod',
      '--offline',
      '--loglevel=error',
      tree,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], timeout: 120_000 },
  );
};
