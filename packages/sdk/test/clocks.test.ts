import { expect, it } from 'vitest';
import { impatientClient } from './support/clients.ts';
import { errorBody, httpServer, json } from './support/http-server.ts';

const http = (ms: number) => new Date(ms).toUTCString();
const hour = 3_600_000;
const now = Date.now();

it.each<[string, Readonly<Record<string, string>>, number | undefined]>([
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['none', {}, undefined],
  ['a date', { 'retry-after': http(now + 9_000), date: http(now) }, 9_000],
  [
    'a date, by a clock that is an hour ahead',
    { 'retry-after': http(now + hour + 9_000), date: http(now + hour) },
    9_000,
  ],
  [
    'a date, by a clock that is an hour behind',
    { 'retry-after': http(now - hour + 9_000), date: http(now - hour) },
    9_000,
  ],
  ['a date that is over', { 'retry-after': http(now - 9_000), date: http(now) }, 0],
  ['no date at all', { 'retry-after': 'soon', date: http(now) }, undefined],
  [
    'a negative number',
    { 'retry-after': '-5', date: http(now) },
    expect.toSatisfy((ms) => ms === undefined || ms === 0),
  ],
])('takes of Retry-After %s', async (_, headers, expected) => {
  await using server = await httpServer((_, response) => {
    response.sendDate = false;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    json(response, 429, errorBody({ code: 'rate_limited' }));
  });
  const { gk, waits } = impatientClient({ url: server.url, retries: 1 });
  await expect(gk.system.version()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: expected });
  if (expected !== undefined) expect(waits).toEqual([expected]);
  else expect(waits[0]).toBeGreaterThanOrEqual(250);
});

it('believes the error itself before the header', async () => {
  await using server = await httpServer((_, response) => {
    response.setHeader('retry-after', '60');
    json(response, 503, errorBody({ code: 'overloaded', retryAfterMs: 20 }));
  });
  const { gk, waits } = impatientClient({ url: server.url, retries: 1 });
  await expect(gk.system.version()).rejects.toMatchObject({ code: 'overloaded' });
  expect(waits).toEqual([20]);
});
