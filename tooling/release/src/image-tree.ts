// node tooling/release/src/image-tree.ts FOLDER: what the image holds, from a built server and with production dependencies only.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { deployServer } from './deploy-server.ts';
import { prune } from './prune.ts';

const [folder] = process.argv.slice(2);
const problem = problemWith(folder);

if (folder !== undefined && problem === undefined) {
  const tree = resolve(folder);
  deployServer(tree);
  prune(tree);
} else {
  console.error(problem);
  process.exitCode = 1;
}

function problemWith(path: string | undefined): string | undefined {
  if (path === undefined)
    return 'Name the folder that the tree is made in: node tooling/release/src/image-tree.ts FOLDER';
  return existsSync(path) ? `${path} is there already: name a folder that is not.` : undefined;
}
