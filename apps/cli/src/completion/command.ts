import { Argument } from '@commander-js/extra-typings';
import type { CommandOf } from '../frame/command-of.ts';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { placesOf } from './tree.ts';
import { zshScript } from './zsh.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

export const completionCommand: CommandOf = (program, { performs }) =>
  performs(
    program
      .command('completion')
      .description('Prints a script by which a shell completes commands and options.')
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish'] as const)),
    {
      examples: [
        'source <(graphkeep completion bash)',
        'graphkeep completion zsh > ~/.zfunc/_graphkeep',
        'graphkeep completion fish > ~/.config/fish/completions/graphkeep.fish',
      ],
      run: async (_, __, shell) => {
        const script = scripts[shell](placesOf(program));
        return { value: { shell, script }, text: script };
      },
    },
  );
