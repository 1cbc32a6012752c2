import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { examplesOf } from '../../src/frame/examples.ts';
import { exitCodes } from '../../src/frame/exit-codes.ts';

/** The page of the docs: how commands work, then each of them as it is in the program. */
export const commandsPage = (program: CommandUnknownOpts): string => `# The command line

\`graphkeep\` runs a server, looks after an installation, and does by hand what else the server does by itself. It is \`@graphkeep/cli\`;
within this repository \`npm run graphkeep --\` builds and runs it.

## How a command finds the product

1. \`--url\` names a server, and \`--key-file\` (or \`GRAPHKEEP_API_KEY\`) its key.
2. Else a server that runs with the same data folder (\`GRAPHKEEP_DATA\`) answers on a socket in it, \`graphkeep.sock\`. Whoever may use the
   folder needs no key; nobody else can connect. The audit calls them \`operator-\` and the number of their user.
3. Else the command opens the stores itself, as a server would, and closes them again.

\`migrate\` always opens the databases itself: an embedded one can be migrated only while no server holds it. Besides the migrations of an
application it knows those of domains, which make and change the tables of measurements (\`infra\`): in production with a server of PostgreSQL
nothing else does, and elsewhere the server does it at its first use.

## For scripts

Every command takes \`--json\`: the result is then JSON on standard output, also where it failed (\`{ "error": { "code", "message" } }\`).
Progress and sentences for people go to standard error. What destroys shows first what it would do (\`--dry-run\`), asks a person, and
without one refuses unless \`--yes\` is said. Ctrl-C cancels; a second one ends at once.

| code | |
|---|---|
${Object.values(exitCodes)
  .map(({ code, means }) => `| ${code} | ${means} |`)
  .join('\n')}

## Tasks

A key for a game server, kept where only its user reads it:

\`\`\`sh
(umask 077 && graphkeep keys create "game server" --scope story:read --scope story:write > game-server.key)
\`\`\`

What is wrong with this installation, and how to right it:

\`\`\`sh
graphkeep doctor
\`\`\`

To take a person's cached values away, after a look at them:

\`\`\`sh
graphkeep cache clean --player "$PLAYER" --dry-run
graphkeep cache clean --player "$PLAYER" --yes
\`\`\`

To erase a person for good:

\`\`\`sh
graphkeep erase player "$PLAYER" --dry-run
graphkeep erase player "$PLAYER" --yes --json > receipt.json
\`\`\`

## Commands

Made from the program by \`npm test -- --filter=@graphkeep/cli -- -u\`.

${leavesOf(program, []).map(sectionOf).join('\n\n')}
`;

type Leaf = readonly [path: string, command: CommandUnknownOpts];

const leavesOf = (command: CommandUnknownOpts, path: readonly string[]): readonly Leaf[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]));

const sectionOf = ([path, command]: Leaf): string =>
  [
    `### ${path}`,
    '',
    command.description(),
    '',
    '```sh',
    ...examplesOf(command),
    '```',
    '',
    '| | |',
    '|---|---|',
    ...command.registeredArguments.map(
      (argument) => `| ${nameOf(argument)} | ${cell(argument.description)}${choices(argument.argChoices)} |`,
    ),
    ...command.options
      .filter(({ long }) => long !== '--json' && long !== '--config')
      .map(
        ({ flags, description, argChoices }) =>
          `| \`${flags}\` | ${cell(description)}${choices(argChoices)} |`,
      ),
    '| `--json`, `--config <file>` | as for all commands |',
  ].join('\n');

const nameOf = (argument: { readonly required: boolean; name(): string }): string =>
  argument.required ? `\`<${argument.name()}>\`` : `\`[${argument.name()}]\``;

const choices = (names: readonly string[] | undefined): string =>
  names === undefined ? '' : ` (${names.map((name) => `\`${name}\``).join(', ')})`;

/** A bar would end the cell. */
const cell = (text: string): string => (text === '' ? '' : `${text.replaceAll('|', '\\|')} `).trimEnd();
