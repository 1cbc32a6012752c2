// node tooling/check/walls.ts [folder of a workspace]: no import goes up, sideways, or out of its package.
import { globSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { importsOf } from './imports.ts';
import { freeLayer, layers } from './layers.ts';
import { type WorkspacePackage, workspacePackages } from './workspace.ts';

const root = resolve(process.argv[2] ?? '.');
const packages = workspacePackages(root);
const layerOf = new Map(packages.map(({ name, layer }) => [name, layer]));
const breaches = packages.flatMap(breachesIn);

for (const breach of breaches) console.error(breach);
process.exitCode = breaches.length === 0 ? 0 : 1;

function breachesIn(origin: WorkspacePackage): readonly string[] {
  const files = globSync('**/*.{ts,tsx,mts,js,mjs}', {
    cwd: join(root, origin.folder),
    exclude: (path) => /(^|[\\/])(node_modules|dist|reports|coverage)$/.test(path),
  }).sort();
  if (files.length === 0) return [];
  if (origin.layer !== freeLayer && layers[origin.layer ?? ''] === undefined)
    return [
      `${origin.folder}/turbo.json: "tags" must name one of ${[...Object.keys(layers), freeLayer].join(', ')}`,
    ];

  return files.flatMap((file) => {
    const path = file.replaceAll('\\', '/');
    return importsOf(join(root, origin.folder, path)).flatMap(({ specifier, line, typeOnly }) => {
      const why = leavesPackage(path, specifier)
        ? `a relative import may not leave ${origin.folder}`
        : breachOfLayer(origin, specifier, typeOnly, path);
      return why === undefined ? [] : [`${origin.folder}/${path}:${line} imports ${specifier}: ${why}`];
    });
  });
}

function leavesPackage(file: string, specifier: string): boolean {
  return specifier.startsWith('.') && posix.join(posix.dirname(file), specifier).startsWith('..');
}

function breachOfLayer(
  origin: WorkspacePackage,
  specifier: string,
  typeOnly: boolean,
  path: string,
): string | undefined {
  const name = specifier.split('/').slice(0, 2).join('/');
  const target = layerOf.get(name);
  const from = origin.layer ?? '';
  const layer = layers[from];
  if (layer === undefined || target === undefined || name === origin.name) return undefined;
  const folders = Object.entries(layer.folders ?? {}).filter(([folder]) => path.startsWith(folder));
  if ([layer.imports, ...folders.map(([, more]) => more)].some((some) => some.includes(target)))
    return undefined;

  const asType = layer.types?.includes(target) ?? false;
  const production = path.startsWith('src/');
  if (asType && (typeOnly || !production)) return undefined;
  if (asType) return `"${from}" may import "${target}" by \`import type\` only`;
  if (target === freeLayer) return production ? `only tests may import "${freeLayer}"` : undefined;
  return `"${from}" may not import "${target}"`;
}
