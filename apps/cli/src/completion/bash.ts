import type { Place } from './tree.ts';

/** For `source <(graphkeep completion bash)`. */
export const bashScript = (places: readonly Place[]): string => `# bash completion of graphkeep
_graphkeep() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word next
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in
      ${patternsOf(places)}) path="$next" ;;
    esac
  done
  case "$path" in
${places.map(({ path, ...rest }) => `    '${path}') COMPREPLY=($(compgen -W '${wordsOf(rest)}' -- "$current")) ;;`).join('\n')}
  esac
  # A file, where nothing of ours fits.
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -F _graphkeep graphkeep
`;

export const patternsOf = (places: readonly Place[]): string =>
  places
    .filter(({ path }) => path !== '')
    .map(({ path }) => `'${path}'`)
    .join('|');

const wordsOf = ({ commands, options }: Omit<Place, 'path'>): string =>
  [...commands, ...options].map(({ name }) => name).join(' ');
