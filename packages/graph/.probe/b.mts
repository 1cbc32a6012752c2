import { createRequire } from 'node:module';
import { testNeo4j, releaseServices } from '@graphkeep/services';
import neo4jd from 'neo4j-driver';
const require = createRequire(import.meta.url);
const grafeo = require('@grafeo-db/js');
const n4 = await testNeo4j();
const driver = neo4jd.driver(n4!.url, neo4jd.auth.basic('neo4j', n4!.password));
const db = grafeo.GrafeoDB.create();
const engines: any = {
  ...(process.argv[2] ? {} : {}),
  neo4j: async (t: string, p = {}) => { const s = driver.session(); try { return (await s.run(t, p)).records.map((r: any) => r.toObject()); } finally { await s.close(); } },
  embedded: async (t: string, p = {}) => { const r = await db.executeCypher(t, p); return r.rows(); },
};
const fields = ['a','b','c','d','e','f','g'];
const same = fields.map((f) => `(row.\`p\`.\`${f}\` IS NULL OR n.\`${f}\` = row.\`p\`.\`${f}\`)`).join(' AND ');
const base = 'UNWIND $rows AS row MERGE (n:`Pb` {`k`: row.`k`}) ON CREATE SET n += row.`p`, n.`c1` = $now, n.`u` = $now ON MATCH SET n += row.`p`, n.`u` = $now RETURN count(*) AS c';
const baseExplicit = `UNWIND $rows AS row MERGE (n:\`Pb\` {\`k\`: row.\`k\`}) ON CREATE SET n.c1 = $now SET ${fields.map((f) => `n.\`${f}\` = row.\`p\`.\`${f}\``).join(', ')}, n.u = $now RETURN count(*) AS c`;
const state = `CASE WHEN n.\`u\` IS NULL THEN 'created' WHEN ${same} THEN 'unchanged' ELSE 'updated' END`;
const foreach = `UNWIND $rows AS row MERGE (n:\`Pb\` {\`k\`: row.\`k\`}) ON CREATE SET n.\`c1\` = $now WITH n, row, ${state} AS \`state\` FOREACH (_ IN CASE WHEN \`state\` = 'created' OR \`state\` = 'updated' THEN [1] ELSE [] END | SET n += row.\`p\`, n.\`u\` = $now) RETURN \`state\` AS \`state\`, count(*) AS \`count\``;
const filter = `UNWIND $rows AS row MERGE (n:\`Pb\` {\`k\`: row.\`k\`}) ON CREATE SET n.\`c1\` = $now WITH n, row, ${state} AS \`state\` WHERE \`state\` <> 'unchanged' SET n += row.\`p\`, n.\`u\` = $now RETURN \`state\` AS \`state\`, count(*) AS \`count\``;
const onc = `UNWIND $rows AS row MERGE (n:\`Pb\` {\`k\`: row.\`k\`}) ON CREATE SET n += row.\`p\`, n.\`c1\` = $now WITH n, row, CASE WHEN n.\`u\` IS NULL THEN 'created' WHEN ${same} THEN 'unchanged' ELSE 'updated' END AS \`state\` WHERE \`state\` <> 'unchanged' SET n += row.\`p\`, n.\`u\` = $now RETURN \`state\` AS \`state\`, count(*) AS \`count\``;
const mk = (n: number, salt: string) => Array.from({ length: n }, (_, i) => ({ k: `k${salt}${String(i).padStart(6, '0')}`, p: { a: `name ${i}`, b: i % 7 + .5, c: true, d: ['x', 'y'], e: i + .25, f: 'role', g: `text ${i % 100}` } }));
for (const [name, run] of Object.entries(engines) as any) {
 if (name === 'neo4j') { for (let i = 0; i < 20; i++) await run('MATCH (n:Pb) WITH n LIMIT 10000 DETACH DELETE n'); await run('DROP CONSTRAINT pb_id IF EXISTS'); console.log(await run('MATCH (n:Pb) RETURN count(n) AS c')); continue; }
  for (let i = 0; i < 20; i++) await run('MATCH (n:Pb) WITH n LIMIT 10000 DETACH DELETE n');
  await run('CREATE CONSTRAINT `pb_id` IF NOT EXISTS FOR (n:`Pb`) REQUIRE n.`k` IS UNIQUE');
  if (name === 'embedded') await run('CREATE INDEX `pb_k` IF NOT EXISTS FOR (n:`Pb`) ON (n.`k`)');
  const texts: any = { base, baseExplicit, foreach, filter };
  for (let round = 0; round < 3; round++) for (const [what, text] of Object.entries(texts) as any) {
    const rows = mk(10000, `${what}${round}`);
    const times: any = {};
    for (const phase of ['insert', 'unchanged', 'update']) {
      const given = phase === 'update' ? rows.map((r) => ({ k: r.k, p: { ...r.p, a: 'new ' + r.k, g: 'z' } })) : rows;
      const t = performance.now();
      for (let i = 0; i < given.length; i += 5000) await run(text, { rows: given.slice(i, i + 5000), now: round + (phase === 'update' ? .5 : 0) });
      times[phase] = Math.round(performance.now() - t);
    }
    console.log(name, what, round, times);
  }
  for (let i = 0; i < 20; i++) await run('MATCH (n:Pb) WITH n LIMIT 10000 DETACH DELETE n');
}
await driver.close(); await releaseServices();
