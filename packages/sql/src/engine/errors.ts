import type { ErrorCode } from '@graphkeep/contract';
import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';

/** Whatever a driver throws, as an error of ours. The message of a constraint names columns, never values. */
export const toGraphkeepError = (error: unknown): GraphkeepError => {
  if (isGraphkeepError(error)) return error;
  const state = stateOf(error);
  const code = state === undefined ? networkCode(error) : codeOf(state);
  return new GraphkeepError(code, messages[code] ?? textOf(error), {
    cause: error,
    ...(code === 'already_exists' && { field: columnOf(error) }),
  });
};

/** The five characters by which PostgreSQL tells what was wrong. */
const stateOf = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;

const exact: Readonly<Record<string, ErrorCode>> = {
  '23505': 'already_exists',
  '40001': 'conflict',
  '40P01': 'conflict',
  '55P03': 'conflict',
  '57014': 'timeout',
  '53300': 'overloaded',
  '0A000': 'unsupported',
  '25006': 'forbidden',
  '42501': 'forbidden',
};
/** By the first two characters. */
const byClass: Readonly<Record<string, ErrorCode>> = {
  '08': 'unavailable',
  '22': 'invalid_input',
  '23': 'invalid_input',
  '28': 'unavailable',
  '53': 'overloaded',
  '57': 'unavailable',
  '58': 'unavailable',
  '3D': 'unavailable',
};

const codeOf = (state: string): ErrorCode => exact[state] ?? byClass[state.slice(0, 2)] ?? 'internal';

const NETWORK =
  /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR)|Connection terminated|timeout exceeded when trying to connect|Client was closed/;

const networkCode = (error: unknown): ErrorCode => {
  if (!(error instanceof Error)) return 'internal';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK.test(code) || NETWORK.test(error.message) ? 'unavailable' : 'internal';
};

const messages: Partial<Record<ErrorCode, string>> = {
  unavailable: 'PostgreSQL does not answer.',
  conflict: 'Another write was in the way.',
  timeout: 'PostgreSQL did not answer in time.',
  overloaded: 'PostgreSQL has too much to do for now.',
  already_exists: 'A row with these values is there already.',
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Of `Key (framework, control)=(…) already exists.` what stands in the first brackets. */
const columnOf = (error: unknown): string => {
  const detail = error instanceof Error && 'detail' in error ? String(error.detail) : '';
  return /^Key \(([^)]*)\)/.exec(detail)?.[1] ?? 'key';
};
