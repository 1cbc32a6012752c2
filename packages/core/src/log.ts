import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { currentContext } from './context.ts';
import { redactLine } from './redact.ts';

/** A name of its own: declarations of others would have to name pino's. */
export interface Logger extends PinoLogger {}

export interface LoggerOptions {
  readonly level: string;
  /** @default standard output */
  readonly destination?: DestinationStream;
  readonly name?: string;
}

/** JSON lines with the time in UTC, the id of the request that they belong to, and no secrets. */
export const createLogger = ({ level, destination, name }: LoggerOptions): Logger =>
  pino(
    {
      level,
      ...(name === undefined ? {} : { name }),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError, cause: describeError },
      mixin: requestFields,
      hooks: { streamWrite: redactLine },
    },
    destination ?? pino.destination(1),
  );

const requestFields = (): object => {
  const context = currentContext();
  if (context === undefined) return {};
  const { requestId, traceparent } = context;
  return traceparent === undefined ? { requestId } : { requestId, traceparent };
};

const MAX_CAUSES = 5;

interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** Also a cause that leads back to its own error comes to an end. */
const describeError = (error: unknown, depth = 0): unknown => {
  if (!(error instanceof Error)) return error;
  const deeper = (other: unknown): unknown => describeError(other, depth + 1);
  const description: ErrorDescription = {
    type: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined || depth === MAX_CAUSES ? {} : { cause: deeper(error.cause) }),
    // A refused connection to a host with two addresses is one of these, with an empty message of its own.
    ...(error instanceof AggregateError && depth < MAX_CAUSES ? { errors: error.errors.map(deeper) } : {}),
  };
  return description;
};
