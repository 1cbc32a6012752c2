import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const grafeo = require('@grafeo-db/js');
const db = grafeo.GrafeoDB.create();
const run = async (t: string, p = {}) => (await db.executeCypher(t, p)).rows();
for (const l of ['P', 'H']) { await run(`CREATE CONSTRAINT c${l} IF NOT EXISTS FOR (n:${l}) REQUIRE n.k IS UNIQUE`); await run(`CREATE INDEX i${l} IF NOT EXISTS FOR (n:${l}) ON (n.k)`); }
await run('UNWIND $rows AS k CREATE (n:P {k: k})', { rows: Array.from({ length: 100 }, (_, i) => `p${i}`) });
await run('UNWIND $rows AS k CREATE (n:H {k: k})', { rows: Array.from({ length: 20000 }, (_, i) => `h${i}`) });
let off = 0;
const rows = (n = 2000) => { off += n; return Array.from({ length: n }, (_, i) => ({ from: 'p1', to: `h${off - n + i}`, values: { since: 1 } })); };
const pair = 'UNWIND $rows AS row MATCH (n:`P` {`k`: row.from}) MATCH (m:`H` {`k`: row.to})';
const texts: any = {
  match: `${pair} RETURN count(*) AS c`,
  plain: `${pair} MERGE (n)<-[r:R]-(m) SET r += row.values RETURN count(r) AS c`,
  create: `${pair} CREATE (n)<-[r:R]-(m) SET r += row.values RETURN count(r) AS c`,
  mergeOut: `${pair} MERGE (m)-[r:R]->(n) SET r += row.values RETURN count(r) AS c`,
  opt: `${pair} OPTIONAL MATCH (m)-[old:R]->(other:P) WHERE NOT (other.k = row.from) RETURN count(*) AS c`,
  optfe: `${pair} OPTIONAL MATCH (m)-[old:R]->(other:P) WHERE NOT (other.k = row.from) FOREACH (_ IN CASE WHEN old IS NULL THEN [] ELSE [1] END | DELETE old) WITH DISTINCT row, n, m RETURN count(*) AS c`,
  full: `${pair} OPTIONAL MATCH (m)-[old:R]->(other:P) WHERE NOT (other.k = row.from) FOREACH (_ IN CASE WHEN old IS NULL THEN [] ELSE [1] END | DELETE old) WITH DISTINCT row, n, m MERGE (n)<-[r:R]-(m) SET r += row.values RETURN count(r) AS c`,
};
for (const [k, t] of Object.entries(texts) as any) { const r = rows(); const a = performance.now(); const x = await run(t, { rows: r }); console.log(k, Math.round(performance.now() - a), JSON.stringify(x)); }
