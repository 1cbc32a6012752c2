import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import type { GraphkeepOptions, LogDetails, Logger, LogLevel } from '../src/index.ts';
import { apiKey, client, impatientClient, newName } from './support/clients.ts';
import { errorBody, httpServer, json, resultBody } from './support/http-server.ts';

const notes = (): { logger: Logger; lines: (readonly [string, string, LogDetails])[] } => {
  const lines: (readonly [string, string, LogDetails])[] = [];
  const at = (level: string) => (text: string, details: LogDetails) =>
    void lines.push([level, text, details]);
  return { lines, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
};

it('tells of every request by debug, without inputs, answers or keys', async () => {
  const { logger, lines } = notes();
  const gk = client({ log: 'debug', logger });
  const username = newName();
  const { playerId } = await gk.story.players.create({ username });
  await gk.story.players.create({ username }).catch(() => {});
  expect(lines).toEqual([
    [
      'debug',
      'graphkeep: answered',
      {
        path: 'story.players.create',
        attempt: 1,
        ms: expect.any(Number),
        status: 200,
        requestId: expect.stringMatching(/^req_/),
      },
    ],
    [
      'debug',
      'graphkeep: failed: already_exists',
      expect.objectContaining({ code: 'already_exists', status: 409, requestId: expect.any(String) }),
    ],
  ]);
  for (const secret of [username, playerId, apiKey]) expect(inspect(lines)).not.toContain(secret);
});

const busy = async (options: Partial<GraphkeepOptions>) => {
  const answers = [errorBody({ code: 'unavailable', requestId: 'req_1', retryAfterMs: 7 }), resultBody(1)];
  await using server = await httpServer((_, response) => json(response, 200, [answers.shift()]));
  const { gk } = impatientClient({ url: server.url, ...options });
  await gk.system.version();
};

it('tells of what is tried again by info, of what failed in the end by warn', async () => {
  const { logger, lines } = notes();
  await busy({ log: 'info', logger });
  expect(lines).toEqual([
    [
      'info',
      'graphkeep: failed and is made again: unavailable',
      {
        path: 'system.version',
        attempt: 1,
        ms: expect.any(Number),
        status: 503,
        requestId: 'req_1',
        code: 'unavailable',
        againInMs: 7,
      },
    ],
  ]);
  lines.length = 0;
  await using gone = await httpServer((_, response) => void response.writeHead(502).end());
  const { gk } = impatientClient({ url: gone.url, logger, log: 'warn' });
  await expect(gk.system.version()).rejects.toMatchObject({ code: 'unavailable' });
  expect(lines).toEqual([
    ['warn', 'graphkeep: failed: unavailable', expect.objectContaining({ attempt: 3, status: 502 })],
  ]);
});

it.each<[LogLevel, number]>([
  ['debug', 2],
  ['info', 1],
  ['warn', 0],
  ['error', 0],
  ['off', 0],
])('tells no more than is wanted (%s)', async (log, count) => {
  const { logger, lines } = notes();
  await busy({ log, logger });
  expect(lines).toHaveLength(count);
});

it('lets no logger end a call', async () => {
  const fail = () => {
    throw new Error('the disk is full');
  };
  const logger = { debug: fail, info: fail, warn: fail, error: fail };
  await expect(client({ log: 'debug', logger }).system.version()).resolves.toBeDefined();
});
