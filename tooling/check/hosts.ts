// No file of the project names a folder of the machine it was written on, a private registry, or where a tarball was fetched from.
import { execFileSync, spawnSync } from 'node:child_process';
import { homedir } from 'node:os';

const registry = new URL(execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim())
  .hostname;

// A short folder such as /app or /root may well stand in a Dockerfile.
const folders = [process.cwd(), homedir()]
  .filter((folder) => folder.split('/').length > 2)
  .map((folder) => `${folder}/`);
const hosts = registry === 'registry.npmjs.org' ? [] : [registry];

const found = [
  ...grep('a folder of this machine, or the host of its registry', ['-F'], [...folders, ...hosts], '.'),
  ...grep(
    'where a tarball was fetched from (set lockfileIncludeTarballUrl: false, and write it again)',
    ['-E'],
    ['tarball: ?https?://'],
    'pnpm-lock.yaml',
  ),
];
for (const line of found) console.error(line);
process.exitCode = found.length === 0 ? 0 : 1;

function grep(
  what: string,
  how: readonly string[],
  patterns: readonly string[],
  path: string,
): readonly string[] {
  if (patterns.length === 0) return [];
  const wanted = patterns.flatMap((pattern) => ['-e', pattern]);
  const { status, stdout, stderr } = spawnSync(
    'git',
    ['grep', '--untracked', '-n', '-I', ...how, ...wanted, '--', path],
    { encoding: 'utf8' },
  );
  if (status === 1) return [];
  if (status !== 0) return [`git grep failed: ${stderr.trim()}`];
  return stdout
    .trim()
    .split('\n')
    .map((line) => `${line.slice(0, 200)}: names ${what}`);
}
