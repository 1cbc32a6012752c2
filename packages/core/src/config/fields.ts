import { limits } from '@graphkeep/contract';
import {
  addresses,
  bytes,
  choice,
  duration,
  durations,
  flag,
  folder,
  fraction,
  graphAddress,
  hostNames,
  jwksAddress,
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
    'Server processes that share the port. More than one need a Neo4j server and Redis.',
    { default: '1' },
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
  requestTimeoutMs: option(
    'GRAPHKEEP_REQUEST_TIMEOUT_MS',
    duration(100, HOUR),
    'How long a client may take to send a whole request, its body included.',
    { default: '30000' },
  ),
  connectionsPerHost: option(
    'GRAPHKEEP_CONNECTIONS_PER_HOST',
    wholeNumber(1, 1_000_000),
    'Connections that one address may have open to a process; behind a trusted proxy, requests under way.',
    { default: '2000' },
  ),
  connectionsPerUser: option(
    'GRAPHKEEP_CONNECTIONS_PER_USER',
    wholeNumber(1, 1_000_000),
    'Requests that one key or one user may have under way in a process, live updates included.',
    { default: '2000' },
  ),
  trustProxy: option(
    'GRAPHKEEP_TRUST_PROXY',
    addresses(),
    "The addresses of proxies whose X-Forwarded-For is believed, for limits by address. Empty: a caller's address is that of its connection.",
    { default: '' },
  ),
  drainMs: option(
    'GRAPHKEEP_DRAIN_MS',
    duration(0, 10 * MINUTE),
    'How long the server goes on taking requests once it is told to stop, while `/readyz` answers 503. Give the balancer in front time to see it.',
    { default: ({ profile }) => (profile === 'production' ? '5000' : '0') },
  ),
  shutdownMs: option(
    'GRAPHKEEP_SHUTDOWN_MS',
    duration(0, 10 * MINUTE),
    'How long requests under way may take to end once the server takes no new ones.',
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

const rootSecret = () => text('at least 32 characters, made at random', /^.{32,}$/s);

export const auth = {
  apiKey: secretOption(
    'GRAPHKEEP_API_KEY',
    text('gk_ and at least 32 letters, digits, _ or -', /^gk_[A-Za-z0-9_-]{32,}$/),
    'A key that callers send as `Authorization: Bearer gk_…`, and that may do everything. More keys, with fewer rights, are made by the server.',
  ),
};

export const jwt = {
  issuer: option(
    'GRAPHKEEP_JWT_ISSUER',
    text('the issuer as tokens name it, like https://login.example.org/'),
    'Who makes the tokens (JWT) that callers may send instead of a key: their `iss`.',
  ),
  audience: option(
    'GRAPHKEEP_JWT_AUDIENCE',
    text('the audience as tokens name it, like graphkeep'),
    'Whom those tokens are made for: their `aud`. One for somebody else is refused.',
  ),
  secret: secretOption(
    'GRAPHKEEP_JWT_SECRET',
    rootSecret(),
    'What the tokens are signed with (HS256). Either this or GRAPHKEEP_JWT_JWKS_URL.',
  ),
  jwksUrl: option(
    'GRAPHKEEP_JWT_JWKS_URL',
    jwksAddress(),
    'Where the issuer publishes its keys (JWKS). They are read again when a token names one that is not known.',
  ),
  ownerClaim: option(
    'GRAPHKEEP_JWT_OWNER_CLAIM',
    text('the name of a claim', /^\S+$/),
    'The claim whose value is the owner: its user sees and writes what that owner owns, and nothing of others. A token without it is refused, unless its scopes have `all-owners`.',
    { default: 'sub' },
  ),
  scopesClaim: option(
    'GRAPHKEEP_JWT_SCOPES_CLAIM',
    text('the name of a claim', /^\S+$/),
    'The claim with the scopes, as a list or a text with spaces between.',
    { default: 'scope' },
  ),
  toleranceMs: option(
    'GRAPHKEEP_JWT_TOLERANCE_MS',
    duration(0, 5 * MINUTE),
    "By how much the issuer's clock may differ from this one.",
    { default: '5000' },
  ),
};

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

const callsPerWindow = (whose: string) =>
  [
    wholeNumber(0, 1_000_000_000),
    `How many calls ${whose} may make within GRAPHKEEP_RATE_WINDOW_MS; 0: as many as it wants. A batch counts as what it holds.`,
    { default: ({ profile }: { readonly profile: string }) => (profile === 'production' ? '120000' : '0') },
  ] as const;

export const rates = {
  perKey: option('GRAPHKEEP_RATE_PER_KEY', ...callsPerWindow('one key')),
  perAddress: option('GRAPHKEEP_RATE_PER_ADDRESS', ...callsPerWindow('one address')),
  windowMs: option(
    'GRAPHKEEP_RATE_WINDOW_MS',
    duration(SECOND, HOUR),
    'The window of these limits. All processes share them through Redis.',
    { default: '60000' },
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

export const cache = {
  app: option(
    'GRAPHKEEP_CACHE_APP',
    text('a name of letters, digits, _ and -', /^[\w-]+$/),
    'The first part of every key in Redis: servers of the same name share what they keep there.',
    { default: 'graphkeep' },
  ),
  env: option(
    'GRAPHKEEP_CACHE_ENV',
    text('a name of letters, digits, _ and -', /^[\w-]+$/),
    'The second part.',
    { default: ({ profile }) => profile },
  ),
  ttlMs: option(
    'GRAPHKEEP_CACHE_TTL',
    duration(SECOND, 365 * 24 * HOUR),
    'How long is cached what has no policy of its own.',
    { default: String(HOUR), aliases: [{ name: 'REDIS_DEFAULT_TTL', unit: 's' }] },
  ),
  ttls: option(
    'GRAPHKEEP_CACHE_TTLS',
    durations(SECOND, 365 * 24 * HOUR),
    'How long nodes of a label, or a read model, are cached, in place of their policies.',
    { default: '' },
  ),
  graceMs: option(
    'GRAPHKEEP_CACHE_GRACE',
    duration(0, 365 * 24 * HOUR),
    'How long after that a value may still be served, with its age, while the graph is away.',
    { default: '24h' },
  ),
  memoryBytes: option(
    'GRAPHKEEP_CACHE_MEMORY',
    bytes(0, 64 * 1_024 ** 3),
    'What a process holds of it for itself at most.',
    { default: '64mb' },
  ),
  memoryEntries: option('GRAPHKEEP_CACHE_ENTRIES', wholeNumber(1, 100_000_000), 'And how many values.', {
    default: '10000',
  }),
};

export const leader = {
  leaseMs: option(
    'GRAPHKEEP_LEADER_LEASE_MS',
    duration(100, HOUR),
    'One process leads: it runs the jobs and follows the journal. After so long without a sign of it another one does.',
    { default: '10000' },
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

export const story = {
  maxActiveSessions: option(
    'GRAPHKEEP_STORY_MAX_ACTIVE_SESSIONS',
    wholeNumber(1, 100),
    'How many sessions of a player may be active at a time.',
    { default: '3' },
  ),
  sessionPolicy: option(
    'GRAPHKEEP_STORY_SESSION_POLICY',
    choice(['sliding', 'activity']),
    'How long the cache keeps the state of a session: `sliding` for 24 hours after its last use; `activity` for 1 hour, 30 or 10 minutes by when the player was last active.',
    { default: 'sliding' },
  ),
  archiveAfterMs: option(
    'GRAPHKEEP_STORY_ARCHIVE_AFTER',
    duration(HOUR, 3_650 * 24 * HOUR),
    'Messages of a conversation that are older than this are compacted.',
    { default: '720h' },
  ),
  archiveKeep: option(
    'GRAPHKEEP_STORY_ARCHIVE_KEEP',
    wholeNumber(0, 100_000),
    'How many of the newest messages of a conversation are left as they are, until they are old.',
    { default: '500' },
  ),
};

export const privacy = {
  erasures: option(
    'GRAPHKEEP_ERASURES',
    folder(),
    'The folder of the list of erased players, by which an erasure is done again after a restore. Keep it apart from what is restored, and the same for all servers.',
    { default: ({ dataDir }) => `${dataDir}/erasures` },
  ),
  auditMs: option(
    'GRAPHKEEP_AUDIT_KEEP',
    duration(24 * HOUR, 36_500 * 24 * HOUR),
    'How long entries of the audit are kept.',
    { default: '17520h' },
  ),
};
