import { patternsOf } from './bash.ts';
import type { Place } from './tree.ts';

/** For a file `_graphkeep` in a folder of `$fpath`, or `source <(graphkeep completion zsh)`. */
export const zshScript = (places: readonly Place[]): string => `#compdef graphkeep
_graphkeep() {
  local path_of="" word next
  local -a offered
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${path_of:+$path_of }$word"
    case "$next" in
      ${patternsOf(places)}) path_of="$next" ;;
    esac
  done
  case "$path_of" in
${places.map(({ path, commands, options }) => `    '${path}') offered=(${[...commands, ...options].map(describedOf).join(' ')}) ;;`).join('\n')}
  esac
  _describe 'graphkeep' offered || _files
}
if [ "$funcstack[1]" = "_graphkeep" ]; then _graphkeep "$@"; else compdef _graphkeep graphkeep; fi
`;

const describedOf = ({ name, description }: Place['commands'][number]): string =>
  `'${quoted(name)}:${quoted(description)}'`;

/** A colon parts a word from its description. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
