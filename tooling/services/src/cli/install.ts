import { startGuard } from '../daemon/guard-link.ts';
import type { ToolEnvironment } from '../environment.ts';
import { installDebianStores } from '../install/debian-stores.ts';
import { installNeo4j } from '../install/neo4j.ts';

/** Downloads and prepares all stores side by side and says what each took; answers the exit code. */
export async function installAll(cache: string, tools: ToolEnvironment): Promise<number> {
  const guard = startGuard();
  const note = (text: string): void => void process.stderr.write(`${text}\n`);
  const timed = async (name: string, work: Promise<unknown>): Promise<boolean> => {
    const began = performance.now();
    const reason = await work.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      `${name}: ${reason === undefined ? `ready, ${seconds} s` : `failed, ${seconds} s: ${reason}`}\n`,
    );
    return reason === undefined;
  };
  const results = await Promise.all([
    timed('Neo4j', installNeo4j(cache, guard, tools, note)),
    timed('Redis, PostgreSQL', installDebianStores(cache, tools, note)),
  ]);
  await guard.close();
  return results.every(Boolean) ? 0 : 1;
}
