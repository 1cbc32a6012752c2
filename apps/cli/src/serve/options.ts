import type { Command, OptionValues } from '@commander-js/extra-typings';

/** Options of the configuration that are often given by hand; they go before all else. */
export const withServing = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  command
    .option('--port <port>', 'the port to listen on; 0 takes any free one (PORT)')
    .option('--host <address>', 'the address to listen on (HOST)')
    .option('--workers <count>', 'how many processes (GRAPHKEEP_WORKERS)')
    .option('--data <folder>', 'the folder of embedded stores (GRAPHKEEP_DATA)');

export interface Serving {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly workers?: string | undefined;
  readonly data?: string | undefined;
}

/** The same as variables: what is wrong with one is told as of any option. */
export const variablesOf = ({ port, host, workers, data }: Serving): Readonly<Record<string, string>> => ({
  ...(port !== undefined && { PORT: port }),
  ...(host !== undefined && { HOST: host }),
  ...(workers !== undefined && { GRAPHKEEP_WORKERS: workers }),
  ...(data !== undefined && { GRAPHKEEP_DATA: data }),
});
