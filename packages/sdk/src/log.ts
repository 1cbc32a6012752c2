import type { ErrorCode } from '@graphkeep/contract/errors';

const levels = ['debug', 'info', 'warn', 'error', 'off'] as const;

/**
 * How much is told: `debug` of every request, `info` of what is tried again, `warn` of what failed in the end by no fault of
 * its caller.
 *
 * @example
 * const log: LogLevel = 'info';
 * console.log(await withOptions(gk, { log }).system.version());
 */
export type LogLevel = (typeof levels)[number];

/**
 * What is told of a request. Neither keys nor inputs, nor what was answered.
 *
 * @example
 * const slow = (text: string, { path, ms }: LogDetails) => ms > 500 && console.log(text, path, ms);
 * const logger: Logger = { ...console, debug: slow };
 * console.log(await withOptions(gk, { log: 'debug', logger }).system.version());
 */
export interface LogDetails {
  /** The procedure. */
  readonly path: string;
  /** Which attempt this was, from 1. */
  readonly attempt: number;
  readonly ms: number;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly code?: ErrorCode;
  /** After how long it is tried again. */
  readonly againInMs?: number;
}

/**
 * Where to tell it. `console` is one; of another kind of logger make one.
 *
 * @example
 * const log = pino();
 * const logger: Logger = {
 *   debug: (text, details) => log.debug(details, text),
 *   info: (text, details) => log.info(details, text),
 *   warn: (text, details) => log.warn(details, text),
 *   error: (text, details) => log.error(details, text),
 * };
 * console.log(await withOptions(gk, { log: 'info', logger }).system.version());
 */
export type Logger = {
  readonly [L in Exclude<LogLevel, 'off'>]: (text: string, details: LogDetails) => void;
};

export type Tell = (level: Exclude<LogLevel, 'off'>, text: string, details: LogDetails) => void;

export const isLogLevel = (given: unknown): given is LogLevel => levels.some((level) => level === given);

/** A logger that throws ends no call. */
export const tellTo =
  (logger: Logger, least: LogLevel): Tell =>
  (level, text, details) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return;
    try {
      logger[level](`graphkeep: ${text}`, details);
    } catch {}
  };
