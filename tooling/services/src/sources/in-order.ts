import type { StoreName } from '../protocol.ts';
import type { Launch, Launchers } from '../servers/server.ts';

interface Source {
  readonly name: string;
  readonly launchers: Launchers;
}

/** The first source that can start the store does; the error tells why each one could not. */
export function launchersInOrder(sources: readonly Source[]): Launchers {
  const launch =
    <S extends StoreName>(store: S): Launch<S> =>
    async (options) => {
      const reasons: string[] = [];
      for (const { name, launchers } of sources) {
        try {
          return await launchers[store](options);
        } catch (error) {
          reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      throw new Error(reasons.join('; '));
    };
  return {
    neo4j: launch('neo4j'),
    redis: launch('redis'),
    postgres: launch('postgres'),
    cluster: launch('cluster'),
    sentinel: launch('sentinel'),
  };
}
