import { expect, it } from 'vitest';
import { appRouter } from '../src/index.ts';
import { restOperations } from '../src/rest/operations.ts';
import { type KnownProcedure, procedures } from './support/procedures.ts';

const addresses = new Map(
  restOperations(appRouter).map(({ id, method, segments }) => [id, `${method} /${segments.join('/')}`]),
);
const kinds = { query: 'reads', mutation: 'changes', subscription: 'tells' };

const row = ({ path, type, meta }: KnownProcedure): string => {
  const address = addresses.get(path);
  const rest = address === undefined ? '' : `\`${address}\``;
  const scope = meta.scope === undefined ? 'anybody' : `\`${meta.scope}\``;
  return `| \`${path.split('.').at(-1)}\` | ${kinds[type]} | ${scope} | ${rest} | ${meta.summary ?? ''} |`;
};
const folderOf = ({ path }: KnownProcedure): string => path.split('.').slice(0, -1).join('.');

const section = ([folder, members]: readonly [string, readonly KnownProcedure[]]): string =>
  [
    `## ${folder}`,
    '',
    '| | | scope | REST, under /v1 | |',
    '|---|---|---|---|---|',
    ...members.map(row),
  ].join('\n');

const page = `# Procedures

Every procedure of the server: by tRPC under its whole name, like \`/trpc/story.players.get\`, by the SDK as \`gk.story.players.get(…)\`, and by
REST at its address. A scope \`story:*\` is all of them, \`*\` everything.

Made from the router by \`npm test -- --filter=@graphkeep/api -- -u\`.

${[...Map.groupBy(procedures, folderOf)].map(section).join('\n\n')}
`;

it('are in the docs as they are in the router', async () => {
  await expect(page).toMatchFileSnapshot('../../../docs/procedures.md');
});

it('say what they do', () => {
  expect(procedures.filter(({ meta }) => meta.summary === undefined).map(({ path }) => path)).toEqual([]);
});
