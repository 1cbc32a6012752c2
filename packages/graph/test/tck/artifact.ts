import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readFeature, type Scenario } from './feature.ts';

const VERSION = '1.0.0-M23';
const UNPACK = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
const DEADLINE_MS = 120_000;

export interface Tck {
  readonly scenarios: readonly Scenario[];
  /** The statements that make one of its graphs. */
  graph(name: string): string;
}

/** The openCypher TCK out of the cache, where Maven has put it once; undefined, with one line, where it cannot be had. */
export const openTck = (): Tck | undefined => {
  const folder = join(cacheFolder(), `opencypher-tck-${VERSION}`);
  try {
    if (!existsSync(folder)) download(folder);
  } catch (error) {
    if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') throw error;
    console.warn(
      `The openCypher TCK is skipped: Maven could not fetch it (${String(error).split('\n')[0]}).`,
    );
    return undefined;
  }
  const features = join(folder, 'features');
  const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.feature'),
  );
  return {
    scenarios: files
      .sort()
      .flatMap((file) =>
        readFeature(file.replace(/\.feature$/, ''), readFileSync(join(features, file), 'utf8')),
      ),
    graph: (name) => readFileSync(join(folder, 'graphs', name, `${name}.cypher`), 'utf8'),
  };
};

const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'graphkeep');

/** Unpacked beside its place and renamed, so that no half of it is ever used. */
const download = (folder: string): void => {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  try {
    execFileSync(
      'mvn',
      ['-q', '-B', UNPACK, `-Dartifact=org.opencypher:tck:${VERSION}:jar`, `-DoutputDirectory=${draft}`],
      { cwd: draft, timeout: DEADLINE_MS, stdio: 'pipe' },
    );
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
};
