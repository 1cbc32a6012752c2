import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './support/run-here.ts';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphkeep-create-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Manifest {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** As an installation would, but with the sources of the workspace. */
const install = async (app: string): Promise<Manifest> => {
  const manifest: Manifest = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
  const from = (name: string): string =>
    name === '@graphkeep/cli' ? join(workspace, 'apps/cli') : join(modules, name);
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    const link = join(app, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(from(name), link, 'dir');
  }
  return manifest;
};

describe('a project that is made', { timeout: 60_000 }, () => {
  it('has its own name, and says what to do next', async () => {
    const { out, err, code } = await runHere(['create', join(folder, 'My-Kitchen')]);
    expect({ out, code }).toEqual({ out: expect.stringContaining('9 files are in '), code: 0 });
    expect(err).toMatch(/cd .*My-Kitchen\n {2}npm install && npm test\n$/);
    const app = join(folder, 'My-Kitchen');
    const { name, dependencies } = await install(app);
    expect(name).toBe('my-kitchen');
    for (const [one, version] of Object.entries(dependencies))
      expect(version, one).toMatch(/^\^\d+\.\d+\.\d+$/);
    expect(await readFile(join(app, 'README.md'), 'utf8')).toMatch(/^# my-kitchen\n/);
    expect(await readFile(join(app, '.gitignore'), 'utf8')).toContain('.graphkeep/');
  });

  it('is green outside of the workspace', async () => {
    const app = join(folder, 'My-Kitchen');
    const { scripts }: Manifest = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
    const env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      NODE_OPTIONS: '--conditions=@graphkeep/source',
    };
    const { stdout } = await promisify(execFile)('sh', ['-c', scripts['test'] ?? ''], { cwd: app, env });
    expect(stdout).toMatch(/pass 2\n/);
    expect(stdout).toMatch(/fail 0\n/);
  });

  it('takes no folder that has something in it, and no name that npm would refuse', async () => {
    await writeFile(join(folder, 'a file'), '');
    expect(await runHere(['create', folder])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not empty'),
    });
    const { err } = await runHere(['create', join(folder, 'was für eine Küche')]);
    expect(err).toContain('is no name for a package: use letters');
  });
});
