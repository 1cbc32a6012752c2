import type { ToolEnvironment } from '../environment.ts';
import type { Launchers } from '../servers/server.ts';
import { pingDocker } from './docker.ts';

/** Loads the container library only where a Docker daemon answers. */
export function containerLaunchers(tools: ToolEnvironment): Launchers {
  let ready: Promise<Launchers> | undefined;
  const launchers = (): Promise<Launchers> => {
    ready ??= pingDocker(tools).then(async () => (await import('../containers/launchers.ts')).launchers);
    return ready;
  };
  return {
    neo4j: async (options) => (await launchers()).neo4j(options),
    redis: async (options) => (await launchers()).redis(options),
    postgres: async (options) => (await launchers()).postgres(options),
    cluster: async (options) => (await launchers()).cluster(options),
    sentinel: async (options) => (await launchers()).sentinel(options),
  };
}
