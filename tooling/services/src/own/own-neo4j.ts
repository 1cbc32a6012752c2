import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGuard } from '../daemon/guard-link.ts';
import type { ToolEnvironment } from '../environment.ts';
import { installNeo4j, type Neo4jInstallation } from '../install/neo4j.ts';
import type { StopSignal } from '../protocol.ts';
import { freePort } from '../servers/free-ports.ts';
import { LocalNode } from '../servers/local-node.ts';
import {
  fullFlags,
  NEO4J_PASSWORD,
  NEO4J_READY,
  NEO4J_USER,
  neo4jEnvironment,
  prepareHome,
  recordedClasses,
  SHIPPED_FLAGS,
  serverArguments,
  TEST_FLAGS,
} from '../servers/neo4j-process.ts';

export interface OwnNeo4jOptions {
  /** What neo4j-admin's import is told of the files that its database is made of. @default it begins empty */
  readonly files?: readonly string[];
  /** Where the database is put; it goes with the server. */
  readonly folder: string;
  /** @default '2g' */
  readonly heap?: string;
  /** @default '1g' */
  readonly pageCache?: string;
  /** Started as servers of tests are: ready in half the time, and slower once it is warm. @default false */
  readonly forTests?: boolean;
  readonly onNote?: (text: string) => void;
}

export interface OwnNeo4j extends AsyncDisposable {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  stop(signal: StopSignal): Promise<void>;
  start(): Promise<void>;
}

const IMPORT_DEADLINE_MS = 3_600_000;
const MOST_OUTPUT = 64 * 1_024 ** 2;

/** A server of this machine, with the settings and, except for tests, the memory that users give theirs. */
export const startOwnNeo4j = async (
  { cache, tools }: { readonly cache: string; readonly tools: ToolEnvironment },
  { files, folder, heap = '2g', pageCache = '1g', forTests = false, onNote = () => {} }: OwnNeo4jOptions,
): Promise<OwnNeo4j> => {
  await using stack = new AsyncDisposableStack();
  const guard = startGuard();
  stack.defer(() => guard.close());
  const installation = await installNeo4j(cache, guard, tools, onNote);
  const home = await mkdtemp(join(folder, 'neo4j-'));
  guard.folder(home);
  stack.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const port = await freePort();
  await prepareHome(home, port, { 'server.memory.pagecache.size': pageCache });
  const memory = forTests ? TEST_FLAGS : fullFlags(heap);
  const classes = forTests ? recordedClasses(installation.classes) : [];
  if (files) await importFiles(installation, { home, files, flags: [...memory, ...classes] });
  const node = new LocalNode(
    {
      name: `Neo4j on port ${port}`,
      port,
      command: installation.java.command,
      args: serverArguments(installation.lib, home, classes, memory),
      environment: neo4jEnvironment(home, installation.java),
      ready: NEO4J_READY,
      ending: 'SIGKILL',
    },
    guard,
  );
  await node.start();
  stack.defer(() => node.discard());
  const opened = stack.move();
  return {
    url: `bolt://127.0.0.1:${port}`,
    username: NEO4J_USER,
    password: NEO4J_PASSWORD,
    stop: (signal) => node.stop(signal),
    start: () => node.start(),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

const importFiles = async (
  { java, lib }: Neo4jInstallation,
  { home, files, flags }: Readonly<{ home: string; files: readonly string[]; flags: readonly string[] }>,
): Promise<void> => {
  const scratch = join(home, 'scratch');
  await mkdir(scratch);
  await promisify(execFile)(
    java.command,
    [
      ...[...flags, ...SHIPPED_FLAGS, '-cp', join(lib, '*')],
      ...['org.neo4j.cli.AdminTool', 'database', 'import', 'full', 'neo4j'],
      ...['--overwrite-destination', '--max-off-heap-memory=4G', `--report-file=${join(scratch, 'report')}`],
      ...files,
    ],
    {
      env: neo4jEnvironment(home, java),
      cwd: scratch,
      timeout: IMPORT_DEADLINE_MS,
      maxBuffer: MOST_OUTPUT,
    },
  );
};
