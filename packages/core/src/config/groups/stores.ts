import {
  duration,
  graphAddress,
  readableFile,
  redisAddress,
  storeAddress,
  text,
  wholeNumber,
} from '../kinds.ts';
import { option, secretOption } from '../option.ts';
import { HOUR, MINUTE, SECOND } from '../units.ts';

export const graph = {
  url: option(
    'NEO4J_URI',
    graphAddress(),
    'Where the graph is: a Neo4j server, or the embedded engine in a folder (`file:PATH`) or in memory (`memory:`).',
    { default: ({ dataDir }) => `file:${dataDir}/graph` },
  ),
  username: option('NEO4J_USERNAME', text('a name'), 'The user at the Neo4j server.', {
    default: 'neo4j',
    aliases: ['NEO4J_USER'],
  }),
  password: secretOption('NEO4J_PASSWORD', text('a password'), "That user's password. Needed for a server."),
  database: option(
    'NEO4J_DATABASE',
    text('the name of a database', /^[A-Za-z0-9.-]+$/),
    "The database at the Neo4j server; unset, the user's home database.",
  ),
  poolSize: option('GRAPHKEEP_GRAPH_POOL_SIZE', wholeNumber(2, 1_000), 'Connections to the graph at most.', {
    default: '15',
    aliases: ['NEO4J_MAX_CONNECTION_POOL_SIZE'],
  }),
  acquireMs: option(
    'GRAPHKEEP_GRAPH_ACQUIRE_MS',
    duration(1, 10 * MINUTE),
    'How long a call waits for a free connection to the graph.',
    { default: '5000' },
  ),
  connectMs: option(
    'GRAPHKEEP_GRAPH_CONNECT_MS',
    duration(1, 10 * MINUTE),
    'How long a new connection to the graph may take, the handshake included.',
    { default: '5000' },
  ),
  maxLifetimeMs: option(
    'GRAPHKEEP_GRAPH_MAX_LIFETIME_MS',
    duration(SECOND, 24 * HOUR),
    'After this a connection to the graph is replaced.',
    { default: String(HOUR) },
  ),
  queryMs: option('GRAPHKEEP_GRAPH_QUERY_MS', duration(1, HOUR), 'How long one graph query may take.', {
    default: '30000',
  }),
};

export const redis = {
  url: secretOption(
    'REDIS_URL',
    redisAddress(),
    'Where Redis is: one server, the Sentinels of one, or nodes of a Cluster. Unset: the cache lives in this process.',
  ),
  caFile: option(
    'GRAPHKEEP_REDIS_CA_FILE',
    readableFile(),
    'Certificate authorities (PEM) that are trusted for Redis besides the customary ones.',
  ),
  connectMs: option(
    'GRAPHKEEP_REDIS_CONNECT_MS',
    duration(1, 10 * MINUTE),
    'How long a new connection to Redis may take.',
    { default: '5000' },
  ),
  commandMs: option(
    'GRAPHKEEP_REDIS_COMMAND_MS',
    duration(1, 10 * MINUTE),
    'How long one command may take.',
    {
      default: '1000',
    },
  ),
};

export const sql = {
  url: secretOption(
    'DATABASE_URL',
    storeAddress(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/name?sslmode=require'),
    'Where PostgreSQL or TimescaleDB is. Unset: no SQL store is opened.',
  ),
  poolMin: option('GRAPHKEEP_SQL_POOL_MIN', wholeNumber(0, 1_000), 'Connections that are kept open.', {
    default: ({ sqlPoolMax }) => String(Math.min(5, sqlPoolMax)),
  }),
  poolMax: option('GRAPHKEEP_SQL_POOL_MAX', wholeNumber(1, 1_000), 'Connections to PostgreSQL at most.', {
    default: '20',
    aliases: ['DB_POOL_SIZE'],
  }),
  waitMs: option(
    'GRAPHKEEP_SQL_WAIT_MS',
    duration(1, 10 * MINUTE),
    'How long a call waits for a free connection, a new one included.',
    { default: '30000', aliases: [{ name: 'DB_POOL_TIMEOUT', unit: 's' }] },
  ),
  commandMs: option('GRAPHKEEP_SQL_COMMAND_MS', duration(1, HOUR), 'How long one statement may take.', {
    default: '30000',
  }),
  idleMs: option(
    'GRAPHKEEP_SQL_IDLE_MS',
    duration(SECOND, 24 * HOUR),
    'After this an idle connection above the minimum is closed.',
    { default: '300000' },
  ),
  maxLifetimeMs: option(
    'GRAPHKEEP_SQL_MAX_LIFETIME_MS',
    duration(SECOND, 24 * HOUR),
    'After this a connection is replaced.',
    { default: String(HOUR), aliases: [{ name: 'DB_POOL_RECYCLE', unit: 's' }] },
  ),
};
