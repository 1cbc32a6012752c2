import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { TemporaryFolder } from './temporary-folder.ts';

/** What stands for Node and for pnpm: it knows its version, and otherwise does the least that a start needs. */
const programs = {
  node: (version: string) =>
    `#!/bin/sh\n[ "$1" = --version ] && echo v${version} && exit\nexec "${process.execPath}" "$@"\n`,
  pnpm: (version: string) =>
    `#!/bin/sh\n[ "$1" = --version ] && echo ${version} && exit\necho "$@" >> pnpm-calls\n[ -f pnpm-fails ] || exit 0\ncat pnpm-fails\nexit 1\n`,
};

/** A registry on this machine, which has packages for every platform, in the versions that it is told. */
export class Registry implements AsyncDisposable {
  readonly #server: Server;
  readonly #folder = new TemporaryFolder();
  readonly #tarballs = new Map<string, Buffer>();
  readonly #nodeVersions: readonly string[];
  readonly url: string;

  private constructor(server: Server, nodeVersions: readonly string[]) {
    this.#server = server;
    this.#nodeVersions = nodeVersions;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the registry has no port');
    this.url = `http://127.0.0.1:${address.port}`;
  }

  static async start(nodeVersions: readonly string[] = ['24.21.0']): Promise<Registry> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const registry = new Registry(server, nodeVersions);
    server.on('request', ({ url = '' }, response) => registry.#answer(decodeURIComponent(url), response));
    return registry;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    this.#folder[Symbol.dispose]();
  }

  #answer(path: string, response: ServerResponse): void {
    const tarball = this.#tarballs.get(path);
    if (tarball !== undefined) {
      response.end(tarball);
      return;
    }
    const name = path.slice(1);
    const versions = (name.includes('pnpm') ? ['12.21.0'] : this.#nodeVersions).map((version) => [
      version,
      this.#manifest(name, version),
    ]);
    response.statusCode = versions.length > 0 ? 200 : 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': {}, versions: Object.fromEntries(versions) }));
  }

  #manifest(name: string, version: string): object {
    const url = `/tarballs/${name}-${version}.tgz`;
    const tarball = this.#tarballs.get(url) ?? this.#pack(name, version);
    this.#tarballs.set(url, tarball);
    const shasum = createHash('sha1').update(tarball).digest('hex');
    return { name, version, dist: { tarball: this.url + url, shasum } };
  }

  #pack(name: string, version: string): Buffer {
    const folder = `${name}-${version}`;
    const [file, text] = name.includes('pnpm')
      ? ['pnpm', programs.pnpm(version)]
      : ['bin/node', programs.node(version)];
    this.#folder.write(`${folder}/package/package.json`, { name, version });
    this.#folder.write(`${folder}/package/${file}`, text, 0o755);
    const path = join(this.#folder.path, folder);
    execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: path });
    return readFileSync(join(path, 'package.tgz'));
  }
}
