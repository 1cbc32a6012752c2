import { createRequire } from 'node:module';
import { testNeo4j, releaseServices } from '@graphkeep/services';
import neo4jd from 'neo4j-driver';
const require = createRequire(import.meta.url);
const grafeo = require('@grafeo-db/js');
const db = grafeo.GrafeoDB.create();
const n4 = await testNeo4j();
const driver = neo4jd.driver(n4!.url, neo4jd.auth.basic('neo4j', n4!.password));
const engines = {
  embedded: async (t: string, p = {}) => { const r = await db.executeCypher(t, p); return r.rows(); },
  neo4j: async (t: string, p = {}) => { const s = driver.session(); try { return (await s.run(t, p)).records.map((r: any) => r.toObject()); } finally { await s.close(); } },
};
for (const [name, run] of Object.entries(engines)) {
  const q = async (t: string, p = {}) => { try { console.log(name, 'OK', t.slice(0, 60), JSON.stringify(await run(t, p)).slice(0,300)); } catch (e: any) { console.log(name, 'ERR', t.slice(0, 300), e.message.slice(0, 300)); } };
  await q('MATCH (n:Pb) DETACH DELETE n');
  await q('CREATE CONSTRAINT `pb_id` IF NOT EXISTS FOR (n:`Pb`) REQUIRE n.`k` IS UNIQUE');
  if (name === 'embedded') await q('CREATE INDEX `pb_k` IF NOT EXISTS FOR (n:`Pb`) ON (n.`k`)');
  const UP = 'UNWIND $rows AS row MERGE (n:`Pb` {`k`: row.`k`}) ON CREATE SET n += row.`made` WITH n, row, CASE WHEN n.`u` IS NULL THEN \'created\' WHEN n.`o` <> row.`o` THEN \'foreign\' WHEN (n.`a` = row.`p`.`a` OR (n.`a` IS NULL AND row.`p`.`a` IS NULL)) AND (n.`l` = row.`p`.`l` OR (n.`l` IS NULL AND row.`p`.`l` IS NULL)) THEN \'unchanged\' ELSE \'updated\' END AS `state` FOREACH (_ IN CASE WHEN `state` = \'created\' OR `state` = \'updated\' THEN [1] ELSE [] END | SET n += row.`p`, n.`u` = $now, n.`v` = coalesce(n.`v`, 0) + 1) FOREACH (_ IN CASE WHEN n.`a` IS NULL THEN [1] ELSE [] END | REMOVE n:`HasA`) FOREACH (_ IN CASE WHEN n.`a` IS NULL THEN [] ELSE [1] END | SET n:`HasA`) RETURN `state` AS `state`, count(*) AS `count`';
  const rows = [{ k: '1', o: 'me', made: { c: 1 }, p: { o: 'me', a: 1, l: [1, 2] } }, { k: '2', o: 'me', made: { c: 1 }, p: { o: 'me', a: null, l: null } }];
  await q(UP, { rows, now: 1 });
  await q('MATCH (n:Pb) RETURN n.k AS k, properties(n) AS p, labels(n) AS l ORDER BY k');
  await q(UP, { rows: [...rows.slice(0, 1), { k: '2', o: 'me', made: {}, p: { a: 5 } }, { k: '3', o: 'you', made: {}, p: { a: 5, o: 'you' } }], now: 2 });
  await q(UP, { rows: [{ k: '3', o: 'me', made: {}, p: { a: 6 } }, { k: '1', o: 'me', made: {}, p: { a: null, l: [1, 2] } }], now: 3 });
  await q('MATCH (n:Pb) RETURN n.k AS k, properties(n) AS p, labels(n) AS l ORDER BY k');
  const REL = 'MATCH (n:Pb {k: $a}), (m:Pb {k: $b}) OPTIONAL MATCH (n)-[old:`R1`|`R2`]->(other:Pb) WHERE other.k <> $b OR type(old) <> $t FOREACH (_ IN CASE WHEN old IS NULL THEN [] ELSE [1] END | DELETE old) WITH DISTINCT n, m MERGE (n)-[r:`R1`]->(m) SET r += $p RETURN count(r) AS c';
  await q(REL, { a: '1', b: '2', t: 'R1', p: { x: 1 } });
  await q(REL, { a: '1', b: '3', t: 'R1', p: { x: 2 } });
  await q(REL, { a: '1', b: '3', t: 'R1', p: { x: null } });
  await q('MATCH (n:Pb)-[r]->(m) RETURN n.k AS a, m.k AS b, type(r) AS t, properties(r) AS p');
  await q('MATCH (n:Pb {k: $a}), (m:Pb {k: $b}) MERGE (n)-[r:`S`]-(m) RETURN count(r) AS c', { a: '3', b: '2' });
  await q('MATCH (n:Pb {k: $a}), (m:Pb {k: $b}) MERGE (n)-[r:`S`]-(m) RETURN count(r) AS c', { a: '2', b: '3' });
  await q('MATCH (n:Pb)-[r:S]->(m) RETURN n.k AS a, m.k AS b, type(r) AS t, properties(r) AS p');
  await q('MATCH (n:Pb {k: $a}) MATCH (m:Pb {k: $b}) OPTIONAL MATCH (n)-[r:`R1`]->(m) WITH n, m, r, CASE WHEN r IS NULL THEN 0 ELSE 1 END AS `there` FOREACH (_ IN CASE WHEN r IS NULL THEN [] ELSE [1] END | DELETE r) RETURN count(*) AS found, coalesce(sum(`there`), 0) AS `removed`', { a: '1', b: '3' });
  await q('MATCH (n:Pb {k: $a}) MATCH (m:Pb {k: $b}) OPTIONAL MATCH (n)-[r:`R1`]->(m) WITH n, m, r, CASE WHEN r IS NULL THEN 0 ELSE 1 END AS `there` FOREACH (_ IN CASE WHEN r IS NULL THEN [] ELSE [1] END | DELETE r) RETURN count(*) AS found, coalesce(sum(`there`), 0) AS `removed`', { a: '1', b: '3' });
  await q('MATCH (n:Pb {k: $a}) MATCH (m:Pb {k: $b}) OPTIONAL MATCH (n)-[r:`R1`]->(m) WITH n, m, r, CASE WHEN r IS NULL THEN 0 ELSE 1 END AS `there` FOREACH (_ IN CASE WHEN r IS NULL THEN [] ELSE [1] END | DELETE r) RETURN count(*) AS found, coalesce(sum(`there`), 0) AS `removed`', { a: '1', b: 'none' });
  await q('MATCH (n:Pb) WHERE n.k = $k SET n.v = n.v WITH n WHERE n.v = $v SET n.a = $a, n.v = coalesce(n.v, 0) + 1 RETURN n.k AS k, n.v AS v', { k: '1', v: 2, a: 9 });
  await q('MATCH (n:Pb) WHERE n.k = $k SET n.v = n.v WITH n WHERE n.v = $v SET n.a = $a, n.v = coalesce(n.v, 0) + 1 RETURN n.k AS k, n.v AS v', { k: '1', v: 2, a: 9 });
  await q('MATCH (n:Pb) WHERE n.k = $k SET n.a = $a, n.w = coalesce(n.w, 0) + $i, n.l = coalesce(n.l, []) + $l FOREACH (_ IN CASE WHEN n.a IS NULL THEN [1] ELSE [] END | REMOVE n:`HasA`) FOREACH (_ IN CASE WHEN n.a IS NULL THEN [] ELSE [1] END | SET n:`HasA`) RETURN n.k AS k, n.w AS w, n.l AS l, n.a AS a, labels(n) AS z', { k: '1', i: 2, l: [7], a: null });
  await q('UNWIND $rows AS row MATCH (n:Pb {k: row.a}) MATCH (m:Pb {k: row.b}) OPTIONAL MATCH (n)-[old:`R1`]->(other:Pb) WHERE other.k <> row.b FOREACH (_ IN CASE WHEN old IS NULL THEN [] ELSE [1] END | DELETE old) WITH DISTINCT row, n, m MERGE (n)-[r:`R1`]->(m) SET r += row.p RETURN count(*) AS c', { rows: [{ a: '1', b: '2', p: {} }, { a: '2', b: '3', p: { x: 1 } }, { a: '2', b: 'none', p: {} }] });
  await q('MATCH (n:Pb) DETACH DELETE n');
}
await driver.close(); await releaseServices(); 
