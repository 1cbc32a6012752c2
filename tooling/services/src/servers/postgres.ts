import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DebianStores } from '../install/debian-stores.ts';
import { run } from '../install/run.ts';
import { freePort } from './free-ports.ts';
import type { Host } from './local.ts';
import { LocalNode } from './local-node.ts';
import type { Launch } from './server.ts';

/** fsync guards against a power cut only; a killed server loses nothing without it. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'timescaledb',
  'timescaledb.telemetry_level': 'off',
  dynamic_shared_memory_type: 'mmap', // a chroot has no /dev/shm
  shared_buffers: '64MB',
  max_connections: '300',
  jit: 'off',
  fsync: 'off',
  full_page_writes: 'off',
};

export const postgresLauncher =
  (stores: DebianStores, host: Host): Launch<'postgres'> =>
  async () => {
    const port = await freePort();
    const data = await host.folder(join(stores.root, 'data'));
    await run('cp', ['-a', '--reflink=auto', `${stores.template}/.`, data], { deadlineMs: 30_000 });
    const { command, args } = stores.postgres('postgres', [
      ...['-D', stores.inside(data), '-p', String(port)],
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const node = new LocalNode(
      {
        name: `PostgreSQL on port ${port}`,
        port,
        command,
        args,
        ready: /database system is ready to accept connections/,
        cleanStop: 'SIGINT', // at SIGTERM it waits for its clients to leave
        ending: 'SIGQUIT',
      },
      host.guard,
    );
    await node.start();
    return {
      address: { store: 'postgres', url: `postgres://postgres@127.0.0.1:${port}/postgres` },
      nodes: [node],
      remove: async () => {
        await node.discard();
        await rm(data, { recursive: true, force: true });
      },
    };
  };
