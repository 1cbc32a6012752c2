import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ToolEnvironment } from '../environment.ts';
import { run } from './run.ts';

export interface Java {
  readonly command: string;
  readonly home: string;
  /** All of `java -version`: a class-data archive fits one build of the JVM only. */
  readonly build: string;
}

const OLDEST = 17;
const NEWEST = 25;
const SYSTEM_JVMS = '/usr/lib/jvm';

export async function findJava({ java, javaHome, variables }: ToolEnvironment): Promise<Java> {
  const installed = await readdir(SYSTEM_JVMS).catch(() => []);
  const candidates = [
    java,
    javaHome && join(javaHome, 'bin/java'),
    ...(variables['PATH'] ?? '').split(':').map((folder) => join(folder, 'java')),
    ...installed.map((name) => join(SYSTEM_JVMS, name, 'bin/java')),
  ];
  for (const candidate of candidates) {
    if (!candidate) continue;
    const build = await run(candidate, ['-version'], { deadlineMs: 10_000 }).catch(() => '');
    const major = Number(/version "(\d+)/.exec(build)?.[1] ?? 0);
    if (major < OLDEST || major > NEWEST) continue;
    const command = await realpath(candidate);
    return { command, home: dirname(dirname(command)), build };
  }
  throw new Error(
    `no JDK from ${OLDEST} to ${NEWEST} was found (looked at GRAPHKEEP_JAVA, JAVA_HOME, the PATH and ${SYSTEM_JVMS})`,
  );
}
