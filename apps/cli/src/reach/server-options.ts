import type { Command, OptionValues } from '@commander-js/extra-typings';

export interface ServerOptions {
  readonly url?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** For commands that a server elsewhere can be asked for too. */
export const onServer = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  command
    .option(
      '--url <url>',
      'a server elsewhere (default: the one of the data folder, else its stores themselves)',
    )
    .option('--key-file <file>', 'a file with the key for --url (default: GRAPHKEEP_API_KEY)');
