import type { Command, OptionValues } from '@commander-js/extra-typings';
import type { Terminal } from '../terminal.ts';
import { rememberExamples } from './examples.ts';
import type { ExitName } from './exit-codes.ts';
import { type Answer, type Work, workOn } from './work.ts';

interface Performed<Args extends unknown[], Options> {
  /** Command lines that a person may copy. */
  readonly examples: readonly string[];
  readonly run: (work: Work, options: Options, ...args: Args) => Promise<Answer>;
}

/** What commands are added to. */
export interface Frame {
  readonly terminal: Terminal;
  /** Says what a command does, with the options that all commands have. */
  performs<Args extends unknown[], Options extends OptionValues, Global extends OptionValues>(
    command: Command<Args, Options, Global>,
    performed: Performed<Args, Options>,
  ): void;
}

export interface OpenFrame extends Frame {
  /** How the command that ran has ended. */
  readonly exit: ExitName;
}

export const createFrame = (terminal: Terminal): OpenFrame => {
  let exit: ExitName = 'ok';
  return {
    terminal,
    get exit() {
      return exit;
    },
    performs: (command, { examples, run }) => {
      rememberExamples(command, examples);
      const common = command
        .option('--json', 'the result for programs, as JSON on standard output')
        .option('--config <file>', 'a file of NAME=value lines (default: GRAPHKEEP_CONFIG)');
      command
        .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`)
        .action(async () => {
          const work = workOn(terminal, common.opts());
          const answer = await run(work, command.opts(), ...command.processedArgs);
          if (!work.json) terminal.out(answer.text);
          else if (answer.value !== undefined) terminal.out(`${JSON.stringify(answer.value, null, 2)}\n`);
          exit = answer.exit ?? 'ok';
        });
    },
  };
};
