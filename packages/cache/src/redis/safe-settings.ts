import type { RedisOptions } from 'ioredis';

export interface TimeLimits {
  /** How long a new connection may take. */
  readonly connectMs: number;
  /** How long one command may take. */
  readonly commandMs: number;
}

/** The longest wait of a blocking read: it bounds how long a dead server goes unnoticed by one. */
export const MAX_BLOCK_MS = 2_000;

const DISCONNECT_MS = 500;
const MAX_RECONNECT_MS = 2_000;

/** Many clients that lost one server do not come back together. */
export const reconnectDelay = (attempt: number): number =>
  10 + Math.random() * Math.min(MAX_RECONNECT_MS, 50 * 2 ** attempt);

/**
 * ioredis would by itself queue commands while the server is away, run them though they have timed out, and send
 * those again whose answer was lost, which applies them twice: all of that is off.
 */
export const safeSettings = ({ connectMs, commandMs }: TimeLimits) =>
  ({
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // It is done without looking whether it succeeds.
    autoResubscribe: false,
    connectTimeout: connectMs,
    socketTimeout: Math.max(commandMs, connectMs),
    commandTimeout: commandMs,
    disconnectTimeout: DISCONNECT_MS,
    // A primary that was demoted: ask anew who it is.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  }) satisfies RedisOptions;

/** The same for a connection whose reads wait for up to MAX_BLOCK_MS. */
export const blockingLimits = ({ connectMs, commandMs }: TimeLimits): TimeLimits => ({
  connectMs,
  commandMs: MAX_BLOCK_MS + commandMs,
});
