// What npm would publish of every public package: built, packed, and judged as a stranger installs it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { problemKindInfo } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { workspacePackages } from './workspace.ts';

const names = workspacePackages('.')
  .filter((one) => !one.private)
  .map(({ name }) => name);
const filters = names.map((name) => `--filter=${name}`);
const folder = mkdtempSync(join(tmpdir(), 'graphkeep-pack-'));

try {
  const problems = build() ? await judge(pack()) : ['the packages do not build'];
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function build(): boolean {
  const args = ['run', 'build', ...filters, '--continue', '--output-logs=errors-only'];
  const { status, stdout, stderr } = spawnSync('turbo', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) console.error(stdout + stderr);
  return status === 0;
}

/** The files of the tarballs, which are named after their packages. */
function pack(): readonly string[] {
  execFileSync('pnpm', [...filters, 'pack', '--pack-destination', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const files = readdirSync(folder);
  if (files.length !== names.length)
    throw new Error(`${names.length} packages are public, but ${files.length} were packed`);
  return files;
}

/** In one process: the TypeScript within takes a second to load, which for each package would be most of the time. */
async function judge(files: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of files) {
    const tarball = new Uint8Array(readFileSync(join(folder, file)));
    found.push(...(await contentProblems(file, tarball)), ...(await typeProblems(file, tarball)));
  }
  return found;
}

async function contentProblems(file: string, tarball: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, level: 'warning' });
  return messages.map((message) => `${file}: ${formatMessage(message, pkg) ?? message.code}`);
}

async function typeProblems(file: string, tarball: Uint8Array): Promise<readonly string[]> {
  const result = await checkPackage(createPackageFromTarballData(tarball));
  if (!result.types) return [`${file}: has no types`];
  return result.problems.filter(concernsEsm).map((problem) => {
    const entry = 'entrypoint' in problem ? `${problem.entrypoint} (${problem.resolutionKind})` : '';
    return `${file}: ${problemKindInfo[problem.kind].title} ${entry}`.trim();
  });
}

/** The packages are ES modules only: what TypeScript's older resolutions make of them is nobody's business. */
function concernsEsm(problem: Problem): boolean {
  if (!('resolutionKind' in problem)) return true;
  return problem.resolutionKind === 'node16-esm' || problem.resolutionKind === 'bundler';
}
