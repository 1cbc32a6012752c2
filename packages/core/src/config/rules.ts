import { isLoopback } from '../loopback.ts';
import { parseRedisAddress, type RedisAddress } from '../redis-address.ts';
import type { Secret } from '../secret.ts';
import type { Config } from './schema.ts';

/** What single options cannot say: each answers the problems of a whole configuration. */
export const brokenRules = (config: Config): string[] => [
  ...workers(config),
  ...listening(config),
  ...tokens(config),
  ...pools(config),
  ...graphLogin(config),
  ...(config.profile === 'production' ? production(config) : []),
];

function* workers(config: Config) {
  if (config.workers === 1) return;
  if (isEmbedded(config)) {
    yield `GRAPHKEEP_WORKERS is ${config.workers}: must be 1, since one process at a time uses the folder of an embedded graph`;
  } else if (config.redis === undefined) {
    yield `GRAPHKEEP_WORKERS is ${config.workers}: must be 1 unless REDIS_URL is set, since that is where processes share their cache, limits and locks`;
  }
}

function* listening(config: Config) {
  if (!isLoopback(config.http.host) && config.auth.apiKey === undefined && config.profile !== 'production') {
    yield `HOST is "${config.http.host}": must be an address of this machine only, like 127.0.0.1, unless GRAPHKEEP_API_KEY is set`;
  }
}

function* tokens({ auth: { jwt } }: Config) {
  if (jwt === undefined) return;
  if (jwt.secret === undefined && jwt.jwksUrl === undefined) {
    yield 'GRAPHKEEP_JWT_SECRET and GRAPHKEEP_JWT_JWKS_URL are not set: tokens need one of them to be checked by';
  } else if (jwt.secret !== undefined && jwt.jwksUrl !== undefined) {
    yield 'GRAPHKEEP_JWT_SECRET and GRAPHKEEP_JWT_JWKS_URL are set together: keep one of them';
  }
}

function* pools({ sql }: Config) {
  if (sql !== undefined && sql.poolMin > sql.poolMax) {
    yield `GRAPHKEEP_SQL_POOL_MIN is ${sql.poolMin}: must not be above GRAPHKEEP_SQL_POOL_MAX, which is ${sql.poolMax}`;
  }
}

function* graphLogin(config: Config) {
  if (!isEmbedded(config) && config.graph.password === undefined) {
    yield 'NEO4J_PASSWORD is not set: the server at NEO4J_URI needs it, or NEO4J_PASSWORD_FILE';
  }
}

function* production(config: Config) {
  const apiKey = config.auth.apiKey?.reveal();
  if (apiKey === undefined) {
    yield 'GRAPHKEEP_API_KEY is not set: production needs it, or GRAPHKEEP_API_KEY_FILE';
  } else if (new Set(apiKey).size < FEW_CHARACTERS) {
    yield 'GRAPHKEEP_API_KEY is easy to guess: production needs one made by chance, like gk_ and the output of `openssl rand -hex 32`';
  }
  if (!isEmbedded(config)) {
    yield* remoteWithoutTls(config, 'NEO4J_URI', config.graph.url, 'must begin with neo4j+s:// or bolt+s://');
  }
  if (config.redis !== undefined) {
    yield* redisInProduction(config, parseRedisAddress(config.redis.url.reveal()));
  }
  if (config.sql !== undefined) {
    yield* remoteWithoutTls(
      config,
      'DATABASE_URL',
      config.sql.url.reveal(),
      'must say sslmode=require, verify-ca or verify-full',
    );
    yield* wellKnown('DATABASE_URL', passwordIn(config.sql.url));
  }
  yield* wellKnown('NEO4J_PASSWORD', config.graph.password?.reveal());
}

function* redisInProduction(config: Config, address: RedisAddress | undefined) {
  if (address === undefined) return;
  if (!address.tls) {
    for (const { host } of address.nodes)
      yield* remoteHost(config, 'REDIS_URL', host, 'must begin with rediss');
  }
  yield* wellKnown('REDIS_URL', address.password);
  yield* wellKnown('REDIS_URL', address.sentinel?.password);
}

function* remoteWithoutTls(config: Config, name: string, address: string, remedy: string) {
  const url = new URL(address);
  if (isEncrypted(url)) return;
  yield* remoteHost(config, name, url.searchParams.get('host') ?? decodeURIComponent(url.hostname), remedy);
}

function* remoteHost({ privateNetwork }: Config, name: string, host: string, remedy: string) {
  if (!isLoopback(host) && !privateNetwork.includes(host)) {
    yield `${name} leads to ${host} without TLS: in production it ${remedy}, unless the store is on this machine or GRAPHKEEP_PRIVATE_NETWORK names its host`;
  }
}

function* wellKnown(name: string, password: string | undefined) {
  if (password !== undefined && WELL_KNOWN_PASSWORD.test(password)) {
    yield `${name} has a password that everybody knows: production needs one of your own`;
  }
}

/** A random key has fewer different ones less than once in 10^9. */
const FEW_CHARACTERS = 10;

const WELL_KNOWN_PASSWORD =
  /^(neo4j|passwor[dt]|passw0rd|postgres|redis|timescale|secret|admin|root|test|default|changeme|change-me|letmein|12345\d*|graphkeep(-?(test|dev|development))?)$/i;

const TLS_PROTOCOLS = /^(bolt|neo4j)\+(s|ssc):$/;
const TLS_MODES = ['require', 'verify-ca', 'verify-full'];

const isEncrypted = (url: URL): boolean =>
  TLS_PROTOCOLS.test(url.protocol) || TLS_MODES.includes(url.searchParams.get('sslmode') ?? '');

const isEmbedded = (config: Config): boolean => /^(memory|file):/.test(config.graph.url);

const passwordIn = (address: Secret): string => decodeURIComponent(new URL(address.reveal()).password);
