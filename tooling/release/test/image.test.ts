import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import { beforeAll, describe, expect, test } from 'vitest';
import { argumentsOf, commandIn, finalStage, imageEnvironment, instructions } from './support/dockerfile.ts';
import { pathOf, textOf } from './support/repository.ts';
import { scratch } from './support/scratch.ts';
import { makeSecrets } from './support/secrets.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const CLI = 'tooling/release/src/image-tree.ts';
const tree = join(scratch(), 'image');

beforeAll(() => {
  execFileSync(process.execPath, [pathOf(CLI), tree], { stdio: 'pipe', timeout: 60_000 });
});

const files = (): string[] =>
  globSync('**', { cwd: tree, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('the Dockerfile', () => {
  test('fills the image by the same program as these tests', () => {
    const build = instructions.find((line) => line.startsWith('RUN CI=true'));
    expect(build).toContain('--filter-prod=@graphkeep/server... run build');
    expect(build).toContain(`--and node ${CLI} /image`);
    expect(finalStage).toContain('COPY --from=build /image ./');
    expect(finalStage.filter((line) => /^(COPY|ADD) /.test(line))).toHaveLength(1);
  });

  test('delivers on glibc, as a plain user, with no secret in the environment', () => {
    expect(argumentsOf('FROM')).toMatch(/^node:\S+-slim$/);
    expect(argumentsOf('ARG', instructions)).toMatch(/^NODE_VERSION=24\.\d+\.\d+$/);
    expect(argumentsOf('USER')).toBe('1000:1000');
    expect(Object.keys(imageEnvironment).filter((name) => /PASSWORD|SECRET|KEY|TOKEN/.test(name))).toEqual(
      [],
    );
  });
});

test('the build takes files from a list of folders, and the secrets are in none of them', () => {
  const [first, ...rest] = textOf('.dockerignore').trim().split('\n');
  expect(first).toBe('**');
  const folders = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(folders).toEqual(expect.arrayContaining(['apps', 'packages', 'tooling', 'pnpm-lock.yaml']));
  for (const folder of folders)
    expect('deploy/secrets/api_key').not.toMatch(new RegExp(`^(${folder}|.*\\*.*)(/|$)`));
});

describe('the tree of the image', () => {
  test('holds nothing that only development needs', () => {
    const names = globSync('node_modules/{*,@*/*}/package.json', { cwd: tree }).map((path) =>
      path.slice('node_modules/'.length, -'/package.json'.length),
    );
    expect(names).toEqual(
      expect.arrayContaining(['fastify', '@graphkeep/api', '@grafeo-db/js', 'neo4j-driver']),
    );
    const manifests = globSync(['package.json', '{apps,packages}/*/package.json'], { cwd: pathOf('.') }).map(
      (path): Manifest => JSON.parse(textOf(path)),
    );
    const needed = new Set(manifests.flatMap(({ dependencies }) => Object.keys(dependencies ?? {})));
    const onlyDevelopment = manifests
      .flatMap(({ devDependencies }) => Object.keys(devDependencies ?? {}))
      .filter((name) => !needed.has(name));
    expect(onlyDevelopment).toEqual(expect.arrayContaining(['vitest', 'typescript', '@graphkeep/test']));
    expect(names.filter((name) => onlyDevelopment.includes(name))).toEqual([]);
  });

  test('holds our code as built, and no source, test, type or note of a tool', () => {
    const unwanted = /\.(map|tsbuildinfo|d\.[cm]?ts)$|\/(\.env|\.npmrc|\.modules\.yaml|pnpm-lock\.yaml)$/;
    expect(files().filter((path) => unwanted.test(path))).toEqual([]);
    const own = globSync(
      ['*', 'dist/**', 'node_modules/@graphkeep/*/*', 'node_modules/@graphkeep/*/dist/**'],
      { cwd: tree },
    );
    const built =
      /^(node_modules\/@graphkeep\/\w+\/)?(package\.json|node_modules|dist(\/.*\.js|\/[\w/-]+)?)$/;
    expect(own.filter((path) => !built.test(path))).toEqual([]);
  });

  test('does not tell where it was built', () => {
    const telling = files().filter(
      (path) =>
        /\.(js|cjs|mjs|json|ya?ml)$/.test(path) && readFileSync(path, 'utf8').includes(pathOf('packages')),
    );
    expect(telling).toEqual([]);
  });

  test('is at most 80 MB', () => {
    const bytes = files().reduce((sum, path) => sum + statSync(path).size, 0);
    expect(bytes).toBeLessThan(80 * 1_024 ** 2);
  });

  test('starts, answers, is found healthy, writes to its data folder only, and ends by SIGTERM', async () => {
    const before = files().sort();
    const data = join(scratch(), 'data');
    mkdirSync(data);
    const keyFile = join(makeSecrets(), 'api_key');
    const [node, ...args] = commandIn(argumentsOf('ENTRYPOINT'));
    expect(node).toBe('node');
    const server = await startProcess(process.execPath, args, {
      cwd: tree,
      env: {
        ...imageEnvironment,
        HOST: '127.0.0.1',
        PORT: '0',
        GRAPHKEEP_DATA: data,
        GRAPHKEEP_API_KEY_FILE: keyFile,
      },
      ready: /ready at \S+\n/,
      // In production it goes on answering for five seconds, so that a balancer sees that it will stop.
      stopMs: 20_000,
    });
    const url = /ready at (\S+)/.exec(server.output())?.[1] ?? '';

    const answer = async (path: string, headers: Record<string, string> = {}) => {
      const { status } = await fetch(`${url}${path}`, { headers, signal: AbortSignal.timeout(5_000) });
      return status;
    };
    expect(await answer('/livez')).toBe(200);
    expect(await answer('/readyz')).toBe(200);
    expect(await answer('/trpc/story.players.list')).toBe(401);
    const authorization = `Bearer ${readFileSync(keyFile, 'utf8')}`;
    expect(await answer('/trpc/story.players.list', { authorization })).toBe(200);

    const [, ...check] = commandIn(argumentsOf('HEALTHCHECK'));
    const healthCheck = (port: string) =>
      execFileSync(process.execPath, check, { env: { ...imageEnvironment, PORT: port }, timeout: 5_000 });
    healthCheck(new URL(url).port);
    expect((await server.stop()).code).toBe(0);
    expect(() => healthCheck(new URL(url).port)).toThrow();
    expect(files().sort()).toEqual(before);
    expect(globSync('**', { cwd: data })).not.toHaveLength(0);
  });
});
