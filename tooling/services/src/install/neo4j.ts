import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guard } from '../daemon/guard-link.ts';
import type { ToolEnvironment } from '../environment.ts';
import { freePort } from '../servers/free-ports.ts';
import { LocalNode } from '../servers/local-node.ts';
import {
  NEO4J_PASSWORD,
  NEO4J_READY,
  NEO4J_USER,
  NEO4J_VERSION,
  neo4jEnvironment,
  prepareHome,
  serverArguments,
} from '../servers/neo4j-process.ts';
import { findJava, type Java } from './java.ts';
import { copyJars } from './maven.ts';
import { once } from './once.ts';

export interface Neo4jInstallation {
  readonly java: Java;
  readonly lib: string;
  /** A class-data archive: a server starts in 2.3 s with it, in 3.6 s without. */
  readonly classes: string;
}

export async function installNeo4j(
  cache: string,
  guard: Guard,
  tools: ToolEnvironment,
  note: (text: string) => void,
): Promise<Neo4jInstallation> {
  const java = await findJava(tools);
  // org.neo4j:neo4j has all; org.neo4j.app:neo4j-server lacks the storage engine.
  const lib = await once(join(cache, `neo4j-${NEO4J_VERSION}`), (draft) => {
    note(`Neo4j ${NEO4J_VERSION} is fetched by Maven, once (123 MB)`);
    return copyJars(['org.neo4j', 'neo4j', NEO4J_VERSION], draft, java, tools);
  });
  const build = createHash('sha256').update(java.command).update(java.build).digest('hex').slice(0, 8);
  const prepared = await once(join(cache, `neo4j-${NEO4J_VERSION}-java-${build}`), async (draft) => {
    note('Neo4j is started for practice, once for this JDK, so that later starts are fast');
    await recordClasses(lib, java, draft, guard);
  });
  return { java, lib, classes: join(prepared, 'classes.jsa') };
}

async function recordClasses(lib: string, java: Java, folder: string, guard: Guard): Promise<void> {
  const port = await freePort();
  const home = join(folder, 'home');
  await prepareHome(home, port);
  const node = new LocalNode(
    {
      name: 'Neo4j, to record its classes,',
      port,
      command: java.command,
      args: serverArguments(lib, home, [`-XX:ArchiveClassesAtExit=${join(folder, 'classes.jsa')}`]),
      environment: neo4jEnvironment(home, java),
      ready: NEO4J_READY,
      ending: 'SIGKILL',
    },
    guard,
  );
  await node.start();
  try {
    const { practise } = await import('../servers/neo4j-practice.ts'); // loads the driver
    await practise({ url: `bolt://127.0.0.1:${port}`, username: NEO4J_USER, password: NEO4J_PASSWORD });
    await node.stop('SIGTERM');
  } finally {
    await node.discard();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
