import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Misuse } from '../frame/misuse.ts';

const template = fileURLToPath(new URL('../../template/', import.meta.url));

/** What npm takes as the name of a package without a scope. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,213}$/;
/** By name in the template where it would mean something to those who pack it. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

export interface CreatedProject {
  readonly folder: string;
  readonly name: string;
  readonly files: readonly string[];
}

/** Makes a folder with a program of one's own: a domain, its API, a server, a client and a test. Nothing is installed. */
export const createProject = async (path: string): Promise<CreatedProject> => {
  const folder = resolve(path);
  const name = basename(folder).toLowerCase();
  if (!NAME.test(name))
    throw new Misuse(
      `${basename(folder)} is no name for a package: use letters, digits, - and _, like my-app.`,
    );
  await assertFree(folder, path);
  const files = (await readdir(template, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(template.length))
    .sort();
  const written = ['package.json'];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(await packageJson(name), null, 2)}\n`);
  for (const file of files) {
    const target = RENAMED[file] ?? file;
    await mkdir(dirname(join(folder, target)), { recursive: true });
    if (file === 'README.md') {
      const text = await readFile(join(template, file), 'utf8');
      await writeFile(join(folder, target), text.replaceAll('{{name}}', name));
    } else await copyFile(join(template, file), join(folder, target));
    written.push(target);
  }
  return { folder, name, files: written };
};

const assertFree = async (folder: string, path: string): Promise<void> => {
  const there = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length > 0) throw new Misuse(`${path} is not empty: give the name of a new folder.`);
};

const PACKAGES = ['api', 'cli', 'contract', 'core', 'models', 'sdk', 'server'] as const;

const packageJson = async (name: string) => {
  const own = await versionAt(new URL('../../package.json', import.meta.url));
  const zod = await versionAt(createRequire(import.meta.url).resolve('zod/package.json'));
  return {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=24' },
    scripts: {
      start: 'node src/server.ts',
      client: 'node src/client.ts',
      check: 'tsc',
      test: "node --test 'test/**/*.test.ts'",
    },
    dependencies: {
      ...Object.fromEntries(PACKAGES.map((one) => [`@graphkeep/${one}`, `^${own}`])),
      zod: `^${zod}`,
    },
    devDependencies: { '@types/node': '^24.0.0', typescript: '^5.9.0' },
  };
};

const versionAt = async (file: string | URL): Promise<string> =>
  z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
