import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** pnpm's own notes, with paths of this machine. */
const NOTES = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'node_modules/{.bin,.pnpm,.modules.yaml,.pnpm-workspace-state-v1.json}',
];

/** Peer dependencies of libraries, for their types only. */
const TYPES = ['node_modules/{typescript,@typescript,@types,undici-types}'];

const NOT_RUN = ['**/*.{d.ts,d.mts,d.cts,map,tsbuildinfo}'];

/** Removes what a running server never reads. */
export const prune = (tree: string): void => {
  for (const path of globSync([...NOTES, ...TYPES, ...NOT_RUN], { cwd: tree })) {
    rmSync(join(tree, path), { recursive: true, force: true });
  }
  for (const path of globSync(['package.json', 'node_modules/@graphkeep/*/package.json'], { cwd: tree })) {
    keepWhatRuns(join(tree, path));
  }
};

/** The rest names scripts and paths that are not in the image. */
const keepWhatRuns = (path: string): void => {
  const manifest: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
  const kept = ['name', 'version', 'private', 'license', 'type', 'exports'].map((key) => [
    key,
    manifest[key],
  ]);
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
};
