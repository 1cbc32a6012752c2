import { openGraph } from '../src/index.ts';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createRequire } from 'node:module';
const Item = defineNode({ label: 'BenchItem', key: 'itemId', naturalKey: true, shared: true,
  schema: z.object({ itemId: z.string(), name: z.string(), kind: z.string(), note: z.string(), weight: z.number(), price: z.number(), active: z.boolean(), tags: z.array(z.string()) }) });
const graph = defineGraph(Item);
let stmt = 0;
const store = await openGraph({ graph, url: 'memory:', guard: { timeoutMs: 60000 }, onStatement: (e) => { if (e.operation.endsWith('upsert')) stmt += e.durationMs; } });
const keyOf = (i: number) => `item-${String(i).padStart(9, '0')}`;
const rowsFrom = (from: number, count: number, turn: number) => Array.from({ length: count }, (_, i) => ({ itemId: keyOf(from + i), name: `item ${from + i} in turn ${turn}`, kind: `kind ${i % 20}`, note: 'a text of some length, as it is found in real data', weight: i + 0.5, price: turn + 0.25, active: i % 2 === 0, tags: ['new', 'small'] }));
const require = createRequire(import.meta.url);
const grafeo = require('@grafeo-db/js');
const db = grafeo.GrafeoDB.create();
await db.executeCypher('CREATE CONSTRAINT item_id FOR (n:BenchItem) REQUIRE n.itemId IS UNIQUE');
await db.executeCypher('CREATE INDEX item_key FOR (n:BenchItem) ON (n.itemId)');
const BY_HAND = 'UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n += row, n.createdAt = $now, n.updatedAt = $now ON MATCH SET n += row, n.updatedAt = $now RETURN count(n) AS count';

const cpu = async (work: () => Promise<unknown>) => { const a = process.cpuUsage(); await work(); const b = process.cpuUsage(a); return Math.round((b.user + b.system) / 1000); };
const sums = { ours: 0, hand: 0, chunks: 0 };
for (let turn = 1; turn <= 8; turn++) {
  const rows = rowsFrom(turn * 5000, 10000, turn);
  const o = await cpu(() => store.repo(Item).upsertMany(rows));
  const h = await cpu(() => db.executeCypher(BY_HAND, { rows, now: Date.now() }));
  if (turn > 2) { sums.ours += o; sums.hand += h; }
  console.log(turn, o, h);
}
console.log(sums, sums.hand / sums.ours);
await store.close();
