import { randomFillSync } from 'node:crypto';

const TOKEN_LENGTH = 8;
const POOL = Buffer.allocUnsafe(6 * 512);
let pool = '';
let next = 0;

/** Eight characters that nobody else has (48 random bits). Taken from a pool: one call of the system for 512 of them. */
export const newToken = (): string => {
  if (next === pool.length) {
    pool = randomFillSync(POOL).toString('base64url');
    next = 0;
  }
  const token = pool.slice(next, next + TOKEN_LENGTH);
  next += TOKEN_LENGTH;
  return token;
};
