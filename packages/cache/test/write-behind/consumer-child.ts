import { setTimeout as delay } from 'node:timers/promises';
import { secretOf } from '@graphkeep/core';
import { connectRedis } from '../../src/redis/connection.ts';
import { openWriteBehind } from '../../src/write-behind/open-write-behind.ts';

process.stdin.resume().on('end', () => process.exit());

/** Writes each entry once, slowly, and says when it is in the middle of its second batch. */
const [url = '', prefix = ''] = process.argv.slice(2);
const connection = connectRedis({
  url: secretOf(url),
  connectMs: 5_000,
  commandMs: 5_000,
  guard: { timeoutMs: 5_000 },
});
let written = 0;
openWriteBehind<number>(connection, {
  prefix,
  name: 'killed',
  batchSize: 20,
  takeOverMs: 300,
  async write(items) {
    for (const { key, value } of items) {
      await connection.client.hsetnx(`${prefix}written`, key, String(value));
      written += 1;
      if (written === 30) console.log('in the middle');
      await delay(10);
    }
  },
});
