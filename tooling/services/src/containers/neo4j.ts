import { Wait } from 'testcontainers';
import { freePort } from '../servers/free-ports.ts';
import { NEO4J_PASSWORD, NEO4J_USER } from '../servers/neo4j-process.ts';
import { withDriver } from '../servers/neo4j-session.ts';
import type { Launch } from '../servers/server.ts';
import { container, containerNode, dockerHost } from './container.ts';

export const launchNeo4j: Launch<'neo4j'> = async () => {
  const port = await freePort();
  const host = await dockerHost();
  const started = await container('neo4j:5.26-community', [port])
    .withEnvironment({
      NEO4J_AUTH: `${NEO4J_USER}/${NEO4J_PASSWORD}`,
      NEO4J_server_bolt_listen__address: `0.0.0.0:${port}`,
      NEO4J_server_bolt_advertised__address: `${host}:${port}`, // what neo4j:// routes to
      NEO4J_server_http_enabled: 'false',
      NEO4J_dbms_usage__report_enabled: 'false',
      NEO4J_server_memory_heap_max__size: '512m',
      NEO4J_server_memory_pagecache_size: '128m',
      NEO4J_db_transaction_bookmark__ready__timeout: '1s',
    })
    .withWaitStrategy(Wait.forLogMessage(/\bStarted\./))
    .withStartupTimeout(120_000)
    .start();
  const address = {
    store: 'neo4j',
    url: `bolt://${host}:${port}`,
    username: NEO4J_USER,
    password: NEO4J_PASSWORD,
  } as const;
  const answers = () =>
    withDriver(address, async (driver) => (await driver.getServerInfo()).address !== undefined);
  return {
    address,
    nodes: [await containerNode(started, port, answers)],
    remove: async () => void (await started.stop()),
  };
};
