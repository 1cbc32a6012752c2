import type { ErrorCode } from '@graphkeep/contract';
import { isGraphkeepError } from '../errors.ts';

const STORE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['unavailable', 'timeout', 'internal']);
const NOBODY_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['cancelled', 'overloaded']);

/**
 * Whose fault an error is. `store`: it did not do its work. `caller`: it answered, and the answer was a refusal, which
 * proves that it is well. `nobody`: nothing is known of it.
 */
export const blameFor = (error: unknown): 'store' | 'caller' | 'nobody' => {
  if (!isGraphkeepError(error) || STORE_CODES.has(error.code)) return 'store';
  return NOBODY_CODES.has(error.code) ? 'nobody' : 'caller';
};
