import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolEnvironment } from '../environment.ts';
import { debianMachine, type Machine, type Packages, unpackDebian } from './debian.ts';
import { once } from './once.ts';
import { run } from './run.ts';

const NAME = 'debian-13-stores-1';

const PACKAGES: Packages = {
  names: ['postgresql-17', 'postgresql-17-timescaledb', 'redis-server', 'dash'],
  unneeded: /^(perl|libperl|locales_|libc-l10n|libllvm|libz3|debconf|adduser|openssl_|lib.*-perl_)/,
};

/** PostgreSQL refuses to run as root, so root becomes this user inside the unpacked folder. */
const SERVER_USER = 5432;
const POSTGRES_BIN = 'usr/lib/postgresql/17/bin';

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

export interface DebianStores {
  readonly root: string;
  /** An initialised data folder, to be copied for each server. */
  readonly template: string;
  /** Paths below `root` among the arguments are to be given by `inside`. */
  postgres(program: 'postgres' | 'initdb', args: readonly string[]): Command;
  inside(path: string): string;
  redis(args: readonly string[]): Command;
}

const asRoot = (): boolean => process.getuid?.() === 0;

export async function installDebianStores(
  cache: string,
  tools: ToolEnvironment,
  note: (text: string) => void,
): Promise<DebianStores> {
  const machine = debianMachine();
  const folder = await once(join(cache, asRoot() ? `${NAME}-root` : NAME), async (draft) => {
    note('Redis 8 and PostgreSQL 17 are fetched from the Debian mirror, once (105 MB)');
    await unpackDebian(join(draft, 'root'), PACKAGES, tools);
    await wrapPostgres(join(draft, 'root'), machine);
    await initialise(stores(draft, machine));
  });
  return stores(folder, machine);
}

function stores(folder: string, { loader, libraries }: Machine): DebianStores {
  const root = join(folder, 'root');
  // Debian's own loader and libraries: the programs run on a host with older ones, with no privilege and no chroot.
  const load = (program: string, args: readonly string[]): Command => ({
    command: join(root, loader),
    args: [
      '--library-path',
      join(root, libraries),
      '--argv0',
      join(root, program),
      join(root, program),
      ...args,
    ],
  });
  // Root's folders are closed to the user that PostgreSQL must run as: the chroot is what lets it in.
  const enter = (program: string, args: readonly string[]): Command => ({
    command: 'chroot',
    args: [`--userspec=${SERVER_USER}:${SERVER_USER}`, root, `/${program}`, ...args],
  });
  return {
    root,
    template: join(root, 'data/template'),
    postgres: (name, args) => {
      const program = `${POSTGRES_BIN}/${name}`;
      if (asRoot()) return enter(program, args);
      return name === 'postgres' ? { command: join(root, program), args } : load(program, args);
    },
    inside: (path) => (asRoot() ? path.slice(root.length) : path),
    redis: (args) => load('usr/bin/redis-server', args),
  };
}

/** initdb starts `postgres` by its path, so that path must be something the host can run: a script that names the loader. */
async function wrapPostgres(root: string, { loader, libraries }: Machine): Promise<void> {
  const program = join(root, POSTGRES_BIN, 'postgres');
  await rename(program, `${program}.bin`);
  await writeFile(
    program,
    `#!/bin/sh
root=\${0%/${POSTGRES_BIN}/postgres}
exec "$root/${loader}" --library-path "$root/${libraries}" --argv0 "$0" "$0.bin" "$@"
`,
  );
  await chmod(program, 0o755);
}

async function initialise({ root, template, postgres, inside }: DebianStores): Promise<void> {
  for (const name of ['data', 'tmp', 'dev']) await mkdir(join(root, name), { recursive: true });
  if (asRoot()) {
    await chown(join(root, 'data'), SERVER_USER, SERVER_USER);
    await writeFile(join(root, 'etc/passwd'), `postgres:x:${SERVER_USER}:${SERVER_USER}::/data:/bin/sh\n`);
    await makeNull(join(root, 'dev/null'));
  }
  const { command, args } = postgres('initdb', [
    ...['-D', inside(template), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ]);
  await run(command, args, { deadlineMs: 60_000 });
}

/** Only initdb throws output away there; where no device may be made (containers) a plain file takes it. */
async function makeNull(path: string): Promise<void> {
  await rm(path, { force: true });
  await run('mknod', ['-m', '666', path, 'c', '1', '3'], { deadlineMs: 5000 }).catch(async () => {
    await writeFile(path, '');
    await chmod(path, 0o666);
  });
}
