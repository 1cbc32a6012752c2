import { appendFileSync } from 'node:fs';
const dbg=(m: unknown)=>appendFileSync('/tmp/cw/child.log', `${process.pid} ${performance.now().toFixed(0)} ${String(m)}\n`);dbg('start');
import { setTimeout as delay } from 'node:timers/promises';
import { secretOf } from '@graphkeep/core';
import { connectRedis } from '../../src/redis/connection.ts';
import { openWriteBehind } from '../../src/write-behind/open-write-behind.ts';

process.stdin.resume().on('end', () => process.exit());

/** Writes each entry once, slowly, and says when it is in the middle of its second batch. */
const [url = '', prefix = ''] = process.argv.slice(2);
const connection = connectRedis({
  url: secretOf(url),
  connectMs: 1_000,
  commandMs: 1_000,
  guard: { timeoutMs: 2_000 },
});
let written = 0;
openWriteBehind<number>(connection, {
  prefix,
  name: 'killed',
  batchSize: 20,
  takeOverMs: 300, onError: (e) => dbg(e instanceof Error ? `${e.message} <- ${String(e.cause)}` : e),
  async write(items) {dbg('batch '+items.length+' '+items.map(i=>i.deliveries).join());
    for (const { key, value } of items) {
      await connection.client.hsetnx(`${prefix}written`, key, String(value));
      written += 1;
      if (written===1||written===20||written===30) dbg('written '+written);if (written === 30) console.log('in the middle');
      await delay(10);
    }
  },
});
