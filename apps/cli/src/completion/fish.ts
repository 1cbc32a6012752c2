import type { Place } from './tree.ts';

/** For `graphkeep completion fish > ~/.config/fish/completions/graphkeep.fish`. */
export const fishScript = (places: readonly Place[]): string => `# fish completion of graphkeep
function __graphkeep_path
  set -l path
  for word in (commandline -opc)[2..]
    set -l next (string join ' ' $path $word)
    if contains -- $next ${places
      .filter(({ path }) => path !== '')
      .map(({ path }) => quoted(path))
      .join(' ')}
      set -a path $word
    end
  end
  string join ' ' $path
end
function __graphkeep_at
  test (__graphkeep_path | string collect; or true) = $argv[1]
end
${places.flatMap(linesOf).join('\n')}
`;

const linesOf = ({ path, commands, options }: Place): readonly string[] => [
  ...commands.map(({ name, description }) => `${at(path)} -f -a ${quoted(name)} -d ${quoted(description)}`),
  ...options.map(
    ({ name, description }) => `${at(path)} -l ${quoted(name.replace(/^--/, ''))} -d ${quoted(description)}`,
  ),
];

const at = (path: string): string => `complete -c graphkeep -n ${quoted(`__graphkeep_at '${path}'`)}`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
