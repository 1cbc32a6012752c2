import { limits } from '@graphkeep/contract';
import {
  bytes,
  choice,
  duration,
  flag,
  folder,
  fraction,
  graphAddress,
  hostNames,
  origins,
  readableFile,
  redisAddress,
  storeAddress,
  text,
  wholeNumber,
} from './kinds.ts';
import { option, secretOption } from './option.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const general = {
  profile: option(
    'GRAPHKEEP_PROFILE',
    choice(['development', 'test', 'production']),
    'Some defaults depend on it, and production refuses to start with what is unsafe.',
    { default: 'development' },
  ),
  dataDir: option(
    'GRAPHKEEP_DATA',
    folder(),
    'The folder of all embedded stores. One process at a time uses it.',
    {
      default: '.graphkeep',
    },
  ),
  workers: option(
    'GRAPHKEEP_WORKERS',
    wholeNumber(1, 1_024),
    'Server processes. Only 1 is available as yet.',
    {
      default: '1',
    },
  ),
  privateNetwork: option(
    'GRAPHKEEP_PRIVATE_NETWORK',
    hostNames(),
    'The hosts of stores, with commas between, that only a private network leads to: production takes plain connections to them.',
    { default: '' },
  ),
};

export const http = {
  host: option(
    'HOST',
    text('an address or a host name', /^[A-Za-z0-9.:_-]+$/),
    'The address that the server listens on. Beyond this machine it needs GRAPHKEEP_API_KEY.',
    { default: '127.0.0.1' },
  ),
  port: option('PORT', wholeNumber(0, 65_535), 'The port that the server listens on; 0 takes any free one.', {
    default: '4000',
  }),
  deadlineMs: option(
    'GRAPHKEEP_DEADLINE_MS',
    duration(1, limits.maxDeadlineMs),
    'The deadline of a request whose caller gives none.',
    { default: String(limits.deadlineMs) },
  ),
  bodyLimitBytes: option(
    'GRAPHKEEP_BODY_LIMIT',
    bytes(1_024, 100 * 1_024 ** 2),
    'The largest body of a request.',
    { default: String(limits.maxBodyBytes) },
  ),
  maxBatchItems: option(
    'GRAPHKEEP_BATCH_ITEMS',
    wholeNumber(limits.maxBatchItems, 1_000),
    'Queries in one HTTP batch at most. The SDK sends up to 50.',
    {
      default: String(limits.maxBatchItems),
    },
  ),
  keepAliveMs: option(
    'GRAPHKEEP_KEEP_ALIVE_MS',
    duration(0, HOUR),
    'How long an idle connection stays open. Keep it above the idle time-out of the balancer in front.',
    { default: '72000' },
  ),
  headersTimeoutMs: option(
    'GRAPHKEEP_HEADERS_TIMEOUT_MS',
    duration(100, 5 * MINUTE),
    'How long a client may take to send the headers of a request.',
    { default: '10000' },
  ),
  shutdownMs: option(
    'GRAPHKEEP_SHUTDOWN_MS',
    duration(0, 10 * MINUTE),
    'How long requests under way may take to end once the server is told to stop.',
    { default: '10000' },
  ),
  corsOrigins: option(
    'GRAPHKEEP_CORS_ORIGINS',
    origins(),
    'The web origins whose pages may call the API. Empty: none.',
    { default: '' },
  ),
};

export const tls = {
  certFile: option(
    'GRAPHKEEP_TLS_CERT_FILE',
    readableFile(),
    'The certificate chain (PEM) that the server answers with; HTTPS together with GRAPHKEEP_TLS_KEY_FILE.',
  ),
  keyFile: option('GRAPHKEEP_TLS_KEY_FILE', readableFile(), 'The private key (PEM) of that certificate.'),
};

export const auth = {
  apiKey: secretOption(
    'GRAPHKEEP_API_KEY',
    text('gk_ and at least 32 letters, digits, _ or -', /^gk_[A-Za-z0-9_-]{32,}$/),
    'The key that callers send as `Authorization: Bearer gk_…`.',
  ),
};

const rootSecret = () => text('at least 32 characters, made at random', /^.{32,}$/s);

export const secrets = {
  root: secretOption(
    'GRAPHKEEP_SECRET',
    rootSecret(),
    'What signs cursors and encrypts fields; the same for all servers. Unset: cursors end with the process, and nothing is encrypted.',
  ),
  previous: secretOption(
    'GRAPHKEEP_PREVIOUS_SECRET',
    rootSecret(),
    'The secret before this one: what it encrypted stays readable.',
  ),
};

export const log = {
  level: option(
    'LOG_LEVEL',
    choice(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      [
        ['warning', 'warn'],
        ['critical', 'fatal'],
      ],
    ),
    'The least important kind of line that is logged.',
    { default: ({ profile }) => (profile === 'test' ? 'warn' : 'info'), aliases: ['GRAPHKEEP_LOG_LEVEL'] },
  ),
};

export const metrics = option('GRAPHKEEP_METRICS', flag(), 'Whether `/metrics` answers, for Prometheus.', {
  default: 'true',
});

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
  poolSize: option('GRAPHKEEP_GRAPH_POOL_SIZE', wholeNumber(1, 1_000), 'Connections to the graph at most.', {
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

export const slowQueryMs = option(
  'GRAPHKEEP_SLOW_QUERY_MS',
  duration(0, HOUR),
  'From here on a query is logged as slow.',
  { default: '500', aliases: [{ name: 'SLOW_QUERY_THRESHOLD', unit: 's' }] },
);

export const breaker = {
  failures: option(
    'GRAPHKEEP_BREAKER_FAILURES',
    wholeNumber(1, 1_000),
    'After so many failures in a row, calls to a store are refused at once.',
    { default: '5', aliases: ['CIRCUIT_BREAKER_THRESHOLD'] },
  ),
  rate: option(
    'GRAPHKEEP_BREAKER_RATE',
    fraction(0.01, 1),
    'So are they from this share of failures within the window.',
    { default: '0.5' },
  ),
  windowMs: option('GRAPHKEEP_BREAKER_WINDOW_MS', duration(SECOND, HOUR), 'The window of that share.', {
    default: '10000',
  }),
  halfOpenAfterMs: option(
    'GRAPHKEEP_BREAKER_HALF_OPEN_AFTER_MS',
    duration(1, HOUR),
    'After this one call is let through, to see whether the store is back.',
    { default: '1000' },
  ),
};

export const retry = {
  attempts: option(
    'GRAPHKEEP_RETRY_ATTEMPTS',
    wholeNumber(0, 20),
    'How often work that may safely be done twice is tried again.',
    { default: '3', aliases: ['MAX_RETRY_ATTEMPTS'] },
  ),
  delayMs: option(
    'GRAPHKEEP_RETRY_DELAY_MS',
    duration(1, MINUTE),
    'The longest wait before the first retry; the real one is drawn by lot.',
    { default: '50' },
  ),
  factor: option(
    'GRAPHKEEP_RETRY_FACTOR',
    fraction(1, 10),
    'By how much that wait grows from retry to retry.',
    {
      default: '2',
    },
  ),
  maxDelayMs: option('GRAPHKEEP_RETRY_MAX_DELAY_MS', duration(1, 10 * MINUTE), 'Where it stops growing.', {
    default: '1000',
  }),
};

export const health = {
  intervalMs: option(
    'GRAPHKEEP_HEALTH_INTERVAL_MS',
    duration(100, HOUR),
    'How often the health of each store is checked.',
    { default: '30000' },
  ),
  failures: option(
    'GRAPHKEEP_HEALTH_FAILURES',
    wholeNumber(1, 100),
    'After so many failed checks in a row a store counts as down.',
    { default: '3' },
  ),
};
