import { testNeo4j, releaseServices } from '@graphkeep/services';
import neo4jd from 'neo4j-driver';
const n4 = await testNeo4j();
const driver = neo4jd.driver(n4!.url, neo4jd.auth.basic('neo4j', n4!.password));
const s = driver.session();
for (let i = 0; i < 20; i++) await s.run('MATCH (n:Pb) WITH n LIMIT 10000 DETACH DELETE n');
await s.run('DROP CONSTRAINT pb_id IF EXISTS');
await s.close(); await driver.close(); await releaseServices();
