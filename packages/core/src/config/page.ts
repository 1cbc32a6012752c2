import type { OptionInfo, Profile } from './option.ts';
import { type Setting, settings } from './settings.ts';

const SECTIONS: readonly (readonly [group: string, title: string])[] = [
  ['', 'General'],
  ['http', 'HTTP'],
  ['auth', 'Access'],
  ['rates', 'Limits'],
  ['secrets', 'Secrets'],
  ['log', 'Log'],
  ['graph', 'Graph'],
  ['redis', 'Redis'],
  ['cache', 'Cache'],
  ['leader', 'Leader'],
  ['sql', 'PostgreSQL'],
  ['breaker', 'Breaker'],
  ['retry', 'Retry'],
  ['health', 'Health'],
  ['story', 'Story'],
  ['privacy', 'Privacy'],
  ['infra', 'Infra'],
];

const INTRODUCTION = `<!-- Made from the table of options: npm run graphkeep -- config docs --output docs/configuration.md -->

# Configuration

Every option is an environment variable. \`GRAPHKEEP_CONFIG\` may name a file of \`NAME=value\` lines; what the environment
sets is stronger. An empty variable counts as not set. Whatever is wrong is listed at the start, all at once: a value that
does not fit, an unknown name that begins with \`GRAPHKEEP_\`, an option that is set under two names to two values.

- Times are milliseconds, or carry their unit: \`500ms\`, \`5s\`, \`2m\`, \`1h\`. Names from older systems keep the unit that they had there.
- A secret may stand in a file: \`NAME_FILE\` holds the path. The file is read again when it changes.
- \`npm run graphkeep -- config check\` says whether all is well; \`config print\` shows what is in force, and why.

Production (\`GRAPHKEEP_PROFILE=production\`) refuses to start without an API key, without TLS to a store on another machine,
and with a password that everybody knows. In every profile, a server that listens beyond this machine needs an API key.
`;

/** The page of options for people: docs/configuration.md. */
export const renderOptionsPage = (): string =>
  [INTRODUCTION, ...SECTIONS.map(([group, title]) => section(group, title))].join('\n');

const section = (group: string, title: string): string => {
  const rows = settings.filter((setting) => sectionOf(setting) === group).map(row);
  return [`## ${title}\n`, '| Option | Default | Must be | |', '|---|---|---|---|', ...rows, ''].join('\n');
};

const sectionOf = ({ path }: Setting): string => (path.length > 1 ? (path[0] ?? '') : '');

const row = ({ info }: Setting): string => {
  const cells = [namesOf(info), defaultOf(info), info.expects, info.description];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
};

const namesOf = ({ name, secret, aliases }: OptionInfo): string =>
  [
    `\`${name}\``,
    ...(secret ? [`or \`${name}_FILE\``] : []),
    ...aliases.map((alias) => `also: \`${alias.name}\`${alias.unit === 's' ? ' (seconds)' : ''}`),
  ].join('<br>');

const defaultOf = (info: OptionInfo): string => {
  const standard = info.default;
  if (standard === undefined || standard === '') return 'not set';
  if (typeof standard === 'string') return `\`${standard}\`${info.unit === undefined ? '' : ` ${info.unit}`}`;
  const of = (profile: Profile) => standard({ profile, dataDir: 'GRAPHKEEP_DATA', sqlPoolMax: 20 });
  const usual = of('development');
  const others = (['test', 'production'] as const).filter((profile) => of(profile) !== usual);
  return [`\`${usual}\``, ...others.map((profile) => `${profile}: \`${of(profile)}\``)].join('<br>');
};
