import type { RunningServer } from './start-server.ts';

/** What is to be told of a server that takes requests. */
export type Ready = Pick<RunningServer, 'url' | 'developmentKey'>;

/** What a person reads who has just started a server: where it is, its key, and two lines to try. */
export const banner = ({ url, developmentKey }: Ready, dataDir: string): string => {
  if (developmentKey === undefined) return `Graphkeep is ready at ${url}\n`;
  const call = `(await createGraphkeep({ url: '${url}', apiKey: '${developmentKey}' }).story.players.list()).items`;
  return `Graphkeep is ready at ${url}

  Key for development  ${developmentKey}
  Data                 ${dataDir}

Try it:
  curl ${url}/trpc/story.players.list -H 'Authorization: Bearer ${developmentKey}'
  node --input-type=module -e "import { createGraphkeep } from '@graphkeep/sdk'; console.log(${call})"
`;
};
