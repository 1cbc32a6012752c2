import pg from 'pg';
import { Wait } from 'testcontainers';
import { freePort } from '../servers/free-ports.ts';
import type { Launch } from '../servers/server.ts';
import { container, containerNode, dockerHost } from './container.ts';

export const launchPostgres: Launch<'postgres'> = async () => {
  const port = await freePort();
  const url = `postgres://postgres@${await dockerHost()}:${port}/postgres`;
  const started = await container('timescale/timescaledb:2.19.3-pg17', [port])
    .withEnvironment({ POSTGRES_HOST_AUTH_METHOD: 'trust', TIMESCALEDB_TELEMETRY: 'off' })
    .withCommand(['postgres', '-p', String(port), '-c', 'fsync=off', '-c', 'full_page_writes=off'])
    // The first of the two is the server that the image initialises with, closed to the network.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .withStartupTimeout(120_000)
    .start();
  const answers = async (): Promise<boolean> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    await client.connect();
    await client.end();
    return true;
  };
  return {
    address: { store: 'postgres', url },
    nodes: [await containerNode(started, port, answers, 'SIGINT')],
    remove: async () => void (await started.stop()),
  };
};
