import { rm } from 'node:fs/promises';
import type { Neo4jInstallation } from '../install/neo4j.ts';
import { freePort } from './free-ports.ts';
import type { Host } from './local.ts';
import { LocalNode } from './local-node.ts';
import {
  NEO4J_PASSWORD,
  NEO4J_READY,
  NEO4J_USER,
  neo4jEnvironment,
  prepareHome,
  recordedClasses,
  serverArguments,
} from './neo4j-process.ts';
import type { Launch } from './server.ts';

export const neo4jLauncher =
  ({ java, lib, classes }: Neo4jInstallation, host: Host): Launch<'neo4j'> =>
  async () => {
    const port = await freePort();
    const home = await host.folder();
    await prepareHome(home, port);
    const node = new LocalNode(
      {
        name: `Neo4j on port ${port}`,
        port,
        command: java.command,
        args: serverArguments(lib, home, recordedClasses(classes)),
        environment: neo4jEnvironment(home, java),
        ready: NEO4J_READY,
        ending: 'SIGKILL',
      },
      host.guard,
    );
    const remove = async (): Promise<void> => {
      await node.discard();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      await node.start();
    } catch (error) {
      await remove();
      throw error;
    }
    return {
      address: {
        store: 'neo4j',
        url: `bolt://127.0.0.1:${port}`,
        username: NEO4J_USER,
        password: NEO4J_PASSWORD,
      },
      nodes: [node],
      remove,
    };
  };
