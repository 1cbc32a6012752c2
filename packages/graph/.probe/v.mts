import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const grafeo = require('@grafeo-db/js');
const mk = async () => { const db = grafeo.GrafeoDB.create(); await db.executeCypher('CREATE CONSTRAINT item_id FOR (n:BenchItem) REQUIRE n.itemId IS UNIQUE'); await db.executeCypher('CREATE INDEX item_key FOR (n:BenchItem) ON (n.itemId)'); return db; };
const F = ['name','kind','note','weight','price','active','tags'];
const keyOf = (i: number) => `item-${String(i).padStart(9, '0')}`;
const rowsFrom = (from: number, count: number, turn: number) => Array.from({ length: count }, (_, i) => ({ itemId: keyOf(from + i), name: `item ${from + i} in turn ${turn}`, kind: `kind ${i % 20}`, note: 'a text of some length, as it is found in real data', weight: i + 0.5, price: turn + 0.25, active: i % 2 === 0, tags: ['new', 'small'] }));
const nest = (rows: any[]) => rows.map(({ itemId, ...values }) => ({ key: itemId, values, made: { createdAt: 1 }, removed: {} }));
const nest2 = (rows: any[]) => rows.map(({ itemId, ...values }) => ({ key: itemId, values }));
const sameN = F.map((f) => `(row.values.\`${f}\` IS NULL OR n.\`${f}\` = row.values.\`${f}\`)`).join(' AND ');
const sameF = F.map((f) => `(row.\`${f}\` IS NULL OR n.\`${f}\` = row.\`${f}\`)`).join(' AND ');
const sameS = F.map((f) => `n.\`${f}\` = row.values.\`${f}\``).join(' AND ');
const st = (cmp: string) => `CASE WHEN n.updatedAt IS NULL THEN 'created' WHEN ${cmp} THEN 'unchanged' ELSE 'updated' END`;
const sameR = F.map((f) => `n.\`${f}\` = row.\`${f}\``).join(' AND ');
const texts: any = {
  hand: ['UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n += row, n.createdAt = $now, n.updatedAt = $now ON MATCH SET n += row, n.updatedAt = $now RETURN count(n) AS count', (r: any) => r],
  nested: ['UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.key}) ON CREATE SET n += row.values, n.createdAt = $now, n.updatedAt = $now ON MATCH SET n += row.values, n.updatedAt = $now RETURN count(n) AS count', nest2],
  current: [`UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.key}) ON CREATE SET n.createdAt = $now WITH n, row, ${st(sameS)} AS state WHERE state = 'created' OR state = 'updated' SET n += row.values, n.updatedAt = $now RETURN state AS state, count(*) AS count`, nest2],
  flat: [`UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n.createdAt = $now WITH n, row, ${st(sameR)} AS state WHERE state <> 'unchanged' SET n += row, n.updatedAt = $now RETURN state AS state, count(*) AS count`, (r: any) => r],
  flatNoCmp: [`UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n.createdAt = $now WITH n, row, CASE WHEN n.updatedAt IS NULL THEN 'created' ELSE 'updated' END AS state SET n += row, n.updatedAt = $now RETURN state AS state, count(*) AS count`, (r: any) => r],
  flatCreate: [`UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n += row, n.createdAt = $now WITH n, row, ${st(sameR)} AS state WHERE state <> 'unchanged' SET n += row, n.updatedAt = $now RETURN state AS state, count(*) AS count`, (r: any) => r],
  propsEq: [`UNWIND $rows AS row MERGE (n:BenchItem {itemId: row.itemId}) ON CREATE SET n.createdAt = $now WITH n, row, n.updatedAt IS NULL AS made SET n += row, n.updatedAt = $now RETURN made AS state, count(*) AS count`, (r: any) => r],
};
const dbs: any = {}; const best: any = {};
for (const k of Object.keys(texts)) { dbs[k] = await mk(); best[k] = []; }
for (let turn = 1; turn <= 6; turn++) for (const [k, [t, f]] of Object.entries(texts) as any) {
  const rows = f(rowsFrom(turn * 5000, 10000, turn));
  const a = process.cpuUsage();
  for (let i = 0; i < 5; i++) await dbs[k].executeCypher(t, { rows: rows.slice(i * 2000, i * 2000 + 2000), now: turn });
  const b = process.cpuUsage(a); best[k].push(Math.round((b.user + b.system) / 1000));
}
for (const k in best) console.log(k, best[k].slice(1).reduce((x: number, y: number) => x + y, 0), best[k].join(' '));
