import type { Graphkeep } from '@graphkeep/sdk';
import { timeOf } from '../frame/table.ts';

export type Run = Awaited<ReturnType<Graphkeep['system']['jobs']['status']>>;

export const runText = ({ id, name, state, done, total, startedAt, endedAt, error, result }: Run): string =>
  [
    `${name} ${id}`,
    `  state    ${state}${error === undefined ? '' : `: ${error}`}`,
    `  done     ${done}${total === null ? '' : ` of ${total}`}`,
    `  began    ${timeOf(startedAt)}`,
    `  ended    ${timeOf(endedAt)}`,
    ...(result === undefined ? [] : [`  answer   ${JSON.stringify(result)}`]),
    '',
  ].join('\n');
