import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Java } from '../install/java.ts';
import { authFile } from './neo4j-auth.ts';

export const NEO4J_VERSION = '5.26.30';
export const NEO4J_USER = 'neo4j';
export const NEO4J_PASSWORD = 'graphkeep-test';

/** What the shipped start script passes, less the flag that touches the whole heap at the start. */
export const SHIPPED_FLAGS = [
  '-XX:-OmitStackTraceInFastThrow',
  '-XX:+DisableExplicitGC',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djdk.nio.maxCachedBufferSize=1024',
  '-Dio.netty.tryReflectionSetAccessible=true',
  '-Dlog4j2.disable.jmx=true',
  '-Dfile.encoding=UTF-8',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-opens=java.base/java.io=ALL-UNNAMED',
  '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
  '--add-opens=java.base/java.util.concurrent=ALL-UNNAMED',
  '--enable-native-access=ALL-UNNAMED',
];

/** Half the start time and 250 MiB less than the server's defaults, at a lower peak throughput. */
export const TEST_FLAGS = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
/** Classes that were recorded at the installation are not read and checked anew. */
export const recordedClasses = (file: string): readonly string[] => [
  `-XX:SharedArchiveFile=${file}`,
  '-Xshare:auto',
];
/** As a server for users has it. */
export const fullFlags = (heap: string): readonly string[] => [`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseG1GC'];

/** A killed JVM leaves its performance data and unpacked native libraries behind in the system's temporary folder. */
const tidyFlags = (home: string): string[] => ['-XX:-UsePerfData', `-Djava.io.tmpdir=${join(home, 'tmp')}`];

/** For servers of tests; the other settings are those of a server for users. */
const TEST_SETTINGS = {
  'server.memory.pagecache.size': '128m',
  'dbms.cypher.min_replan_interval': '1h', // each file begins empty, and would have all statements planned anew
};

export async function prepareHome(
  home: string,
  port: number,
  own: Readonly<Record<string, string>> = TEST_SETTINGS,
): Promise<void> {
  for (const name of ['conf', 'data/dbms', 'logs', 'plugins', 'import', 'tmp'])
    await mkdir(join(home, name), { recursive: true });
  const address = `127.0.0.1:${port}`;
  const settings = {
    'server.bolt.listen_address': address,
    'server.bolt.advertised_address': address, // what neo4j:// routes to
    'server.http.enabled': false,
    'server.https.enabled': false,
    'dbms.usage_report.enabled': false,
    'server.config.strict_validation.enabled': true, // a misspelt setting stops the start
    'db.tx_log.rotation.retention_policy': 'keep_none',
    'db.tx_log.preallocate': false, // else 256 MiB for each database
    'db.transaction.bookmark_ready_timeout': '1s',
    'internal.dbms.bolt.netty_server_shutdown_quiet_period': 0, // else a clean stop takes 10 s
    ...own,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(join(home, 'conf/neo4j.conf'), lines.join(''));
  await writeFile(join(home, 'data/dbms/auth.ini'), authFile(NEO4J_USER, NEO4J_PASSWORD));
}

export const NEO4J_READY = /Bolt enabled on[\s\S]*\bStarted\./;

export const serverArguments = (
  lib: string,
  home: string,
  flags: readonly string[],
  memory: readonly string[] = TEST_FLAGS,
): string[] => [
  ...memory,
  ...SHIPPED_FLAGS,
  ...tidyFlags(home),
  ...flags,
  ...['-cp', join(lib, '*'), 'org.neo4j.server.CommunityEntryPoint'],
  ...[`--home-dir=${home}`, `--config-dir=${join(home, 'conf')}`, '--console-mode'],
];

/** No variable of the machine (JAVA_TOOL_OPTIONS, NEO4J_…) should change a test server. */
export const neo4jEnvironment = (home: string, { home: javaHome }: Java): NodeJS.ProcessEnv => ({
  NEO4J_HOME: home,
  NEO4J_CONF: join(home, 'conf'),
  JAVA_HOME: javaHome,
  LANG: 'C.UTF-8',
});
