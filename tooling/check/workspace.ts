import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root, with `/`. */
  readonly folder: string;
  readonly private: boolean;
  readonly layer: string | undefined;
}

export const packageFolders = '{apps,packages,tooling,examples}/*';

export function workspacePackages(root: string): readonly WorkspacePackage[] {
  return globSync(`${packageFolders}/package.json`, { cwd: root })
    .map((file) => readPackage(root, dirname(file).replaceAll('\\', '/')))
    .sort((left, right) => left.folder.localeCompare(right.folder));
}

function readPackage(root: string, folder: string): WorkspacePackage {
  const manifest: { name: string; private?: boolean } = readJson(join(root, folder, 'package.json'));
  const turbo = join(root, folder, 'turbo.json');
  const { tags }: { tags?: readonly string[] } = existsSync(turbo) ? readJson(turbo) : {};
  return { name: manifest.name, folder, private: manifest.private === true, layer: tags?.[0] };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
