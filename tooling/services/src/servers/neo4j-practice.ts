import { type Credentials, withDriver } from './neo4j-session.ts';
import { wipeNeo4j } from './neo4j-wipe.ts';

/** One of each kind of statement that tests use, so that the classes behind them get into the archive too. */
const STATEMENTS = [
  'CREATE CONSTRAINT practice IF NOT EXISTS FOR (n:Practice) REQUIRE n.id IS UNIQUE',
  'CREATE INDEX practice_at IF NOT EXISTS FOR (n:Practice) ON (n.at)',
  `UNWIND range(1, 100) AS i MERGE (n:Practice {id: toString(i)})
   SET n += {at: datetime(), name: 'n' + i, tags: ['a', 'b']} RETURN n`,
  `MATCH (a:Practice), (b:Practice {id: '1'}) WHERE a.id <> b.id
   MERGE (a)-[r:KNOWS {since: date()}]->(b) RETURN count(r) AS count`,
  `MATCH (a:Practice)-[:KNOWS*1..2]->(b) WHERE a.id IN ['2', '3'] AND b.name CONTAINS 'n'
   WITH a, collect(DISTINCT b {.id, .name}) AS friends RETURN a, friends, size(friends) ORDER BY a.id DESC SKIP 0 LIMIT 10`,
  'MATCH (n:Practice) OPTIONAL MATCH (n)<-[r]-() RETURN n.id AS id, count(r) AS links, n.at AS at ORDER BY at LIMIT 5',
  "MATCH (n:Practice {id: '9'}) DETACH DELETE n",
];

export const practise = async (at: Credentials): Promise<void> => {
  await withDriver(at, async (driver) => {
    for (const statement of STATEMENTS) await driver.executeQuery(statement);
  });
  await wipeNeo4j(at);
};
