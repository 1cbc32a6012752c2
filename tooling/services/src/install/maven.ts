import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolEnvironment } from '../environment.ts';
import type { Java } from './java.ts';
import { run } from './run.ts';

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const DEADLINE_MS = 600_000;

/** Copies an artifact and all it needs at run time into `folder`, from wherever this machine's Maven takes them. */
export async function copyJars(
  [groupId, artifactId, version]: readonly [string, string, string],
  folder: string,
  java: Java,
  tools: ToolEnvironment,
): Promise<void> {
  const project = await mkdtemp(join(folder, 'project-'));
  try {
    await writeFile(
      join(project, 'pom.xml'),
      `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version>
  </dependency></dependencies>
</project>
`,
    );
    await run(
      'mvn',
      [
        '-q',
        '-B',
        '-f',
        join(project, 'pom.xml'),
        COPY,
        `-DoutputDirectory=${folder}`,
        '-DincludeScope=runtime',
      ],
      {
        environment: { ...tools.variables, JAVA_HOME: tools.javaHome ?? java.home },
        deadlineMs: DEADLINE_MS,
      },
    );
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}
