import { type ErrorCode, errors } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { expect, it } from 'vitest';
import { errorEnvelope, toGraphkeepError, toTrpcError } from '../src/error-data.ts';

const codes = Object.keys(errors) as ErrorCode[];

it.each(codes)('%s reaches HTTP with the status of the table, and comes back as itself', (code) => {
  const error = new GraphkeepError(code, 'why', { field: 'name' });
  const carried = toTrpcError(error);
  expect(getHTTPStatusCodeFromError(carried)).toBe(errors[code].status);
  expect(toGraphkeepError(carried)).toBe(error);
});

it('shows nothing of our own failures but where to look', () => {
  const error = toGraphkeepError(
    new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Error('password is hunter2') }),
  );
  const text = JSON.stringify(errorEnvelope(error, 'req_1'));
  expect(text).toContain('req_1');
  expect(text).not.toContain('hunter2');
});

it('takes what it does not know for a failure of ours, not of the caller', () => {
  expect(toGraphkeepError(new TRPCError({ code: 'UNPROCESSABLE_CONTENT' })).code).toBe('internal');
});
