import { Deadline, newUsage, type RequestContext } from '@graphkeep/core';
import { expect, it } from 'vitest';
import { responseHeaders } from '../src/response-headers.ts';

const requestWith = (staleMs?: number): RequestContext => ({
  requestId: 'req_1',
  deadline: Deadline.after(1_000),
  usage: { ...newUsage(), ...(staleMs !== undefined && { staleMs }) },
});

it('says how old an answer is that was made of what was last known, and of no other', () => {
  expect(responseHeaders(requestWith(61_200))).toMatchObject({ age: '62' });
  expect(responseHeaders(requestWith())).not.toHaveProperty('age');
});
