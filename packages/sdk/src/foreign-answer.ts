import type { ErrorCode } from '@graphkeep/contract/errors';
import { GraphkeepApiError, nearest, requestIdIn, retryAfterOf } from './errors.ts';

const QUOTED = 120;

export interface ForeignAnswer {
  readonly response: Response;
  readonly text: string;
  readonly writes: boolean;
  readonly hide: (text: string) => string;
}

/** An answer that is not Graphkeep's: a redirect, a proxy's page, another server's JSON, or half of an answer. */
export const foreignAnswer = ({ response, text, writes, hide }: ForeignAnswer): GraphkeepApiError => {
  const { status, headers } = response;
  const requestId = requestIdIn(headers, hide);
  // Before it is cut short, which could leave the half of a key.
  const message = isRedirect(response)
    ? redirectMessage(hide(headers.get('location') ?? 'another address'))
    : quoting(status, hide(text));
  const retryAfterMs = retryAfterOf(headers);
  return new GraphkeepApiError(codeOf(status, writes), message, {
    status,
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
};

/** A redirect is not followed: the key would go to an address that nobody gave. A browser hides where it leads. */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

const redirectMessage = (target: string): string =>
  `The server redirects to ${target}, which is not followed. Give createGraphkeep the final address as its url.`;

const quoting = (status: number, text: string): string => {
  const quote = text.replace(/\s+/g, ' ').trim().slice(0, QUOTED);
  return `The answer (HTTP ${status}) is not Graphkeep's: ${quote || 'it is empty.'}`;
};

/** A 404 is not `not_found`: what another server does not have says nothing of the node that was asked for. */
const codeOf = (status: number, writes: boolean): ErrorCode => {
  // A proxy gives up on a write that the server may still finish; and half of an answer may tell of one that is done.
  const mayBeDone = status >= 500 || (status >= 200 && status < 300);
  if (writes && mayBeDone) return 'uncertain';
  return foreign.has(status) ? nearest(status) : 'internal';
};

const foreign = new Set([401, 403, 413, 429, 502, 503, 504]);
