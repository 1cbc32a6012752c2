import { type ErrorCode, isErrorCode } from '@graphkeep/contract/errors';
import { ConfigError, StartError } from '@graphkeep/core';
import type { ExitName } from './exit-codes.ts';
import { Cancelled, Misuse } from './misuse.ts';

/** How a command ended that did not come to its end. */
export interface Failure {
  readonly exit: ExitName;
  readonly message: string;
  /** Of the table of errors, or of the system: `unavailable`, `ENOENT`. */
  readonly code: string;
  readonly field?: string;
  readonly requestId?: string;
}

const AWAY: ReadonlySet<ErrorCode> = new Set(['unavailable', 'overloaded', 'timeout']);
const UNREACHED = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT']);

/** What is to be told of an error; undefined for a fault of ours, which is worth its stack. */
export const failureOf = (error: unknown): Failure | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (error instanceof Misuse) return { exit: 'misused', code: 'misused', message };
  if (error instanceof Cancelled) return { exit: 'cancelled', code: 'cancelled', message };
  if (error.name === 'AbortError')
    return { exit: 'cancelled', code: 'cancelled', message: 'It was cancelled.' };
  if (error instanceof ConfigError) return { exit: 'failed', code: 'configuration', message };
  if (error instanceof StartError) return { exit: 'failed', code: 'start', message };
  if (!('code' in error)) return undefined;
  const { code } = error;
  if (isErrorCode(code)) return { exit: exitOf(code), code, message, ...detailsOf(error) };
  if (!('syscall' in error)) return undefined;
  return { exit: UNREACHED.has(String(code)) ? 'away' : 'failed', code: String(code), message };
};

const exitOf = (code: ErrorCode): ExitName => {
  if (code === 'cancelled') return 'cancelled';
  return AWAY.has(code) ? 'away' : 'failed';
};

const detailsOf = (error: Error): Pick<Failure, 'field' | 'requestId'> => ({
  ...('field' in error && typeof error.field === 'string' && { field: error.field }),
  ...('requestId' in error && typeof error.requestId === 'string' && { requestId: error.requestId }),
});
