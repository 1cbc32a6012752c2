import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/index.ts';

const API_KEY = `gk_${'0123456789abcdef'.repeat(4)}`;
const PRODUCTION = { GRAPHKEEP_PROFILE: 'production', GRAPHKEEP_API_KEY: API_KEY };
const file = fileURLToPath(import.meta.url);

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('in any profile', () => {
  it.each(['0.0.0.0', '::', '10.0.0.1', 'example.org'])(
    'a server beyond this machine needs a key: %s',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([
        `HOST is "${host}": must be an address of this machine only, like 127.0.0.1, unless GRAPHKEEP_API_KEY is set`,
      ]);
      expect(problemsOf({ HOST: host, GRAPHKEEP_API_KEY: API_KEY })).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])(
    'a server on this machine needs none: %s',
    (host) => {
      expect(problemsOf({ HOST: host })).toEqual([]);
    },
  );

  it('a Neo4j server needs a password, the embedded graph none', () => {
    expect(problemsOf({ NEO4J_URI: 'neo4j://localhost' })).toEqual([
      'NEO4J_PASSWORD is not set: the server at NEO4J_URI needs it, or NEO4J_PASSWORD_FILE',
    ]);
    expect(problemsOf({ NEO4J_URI: 'neo4j://localhost', NEO4J_PASSWORD: 'neo4j' })).toEqual([]);
  });

  it('several processes need stores that they can share', () => {
    expect(problemsOf({ GRAPHKEEP_WORKERS: '4' })).toEqual([
      'GRAPHKEEP_WORKERS is 4: must be 1, since one process at a time uses the folder of an embedded graph',
    ]);
    const neo4j = { GRAPHKEEP_WORKERS: '4', NEO4J_URI: 'bolt://localhost', NEO4J_PASSWORD: 'x' };
    expect(problemsOf(neo4j)).toEqual([
      'GRAPHKEEP_WORKERS is 4: must be 1 unless REDIS_URL is set, since that is where processes share their cache, limits and locks',
    ]);
    expect(problemsOf({ ...neo4j, REDIS_URL: 'redis://localhost' })).toEqual([]);
  });

  it('tokens need an issuer, an audience, and one way to be checked', () => {
    const jwt = { GRAPHKEEP_JWT_ISSUER: 'https://login.example', GRAPHKEEP_JWT_AUDIENCE: 'graphkeep' };
    const secret = { GRAPHKEEP_JWT_SECRET: 'a secret that is long enough for it' };
    const jwksUrl = { GRAPHKEEP_JWT_JWKS_URL: 'https://login.example/jwks.json' };
    expect(problemsOf(jwt)).toEqual([
      'GRAPHKEEP_JWT_SECRET and GRAPHKEEP_JWT_JWKS_URL are not set: tokens need one of them to be checked by',
    ]);
    expect(problemsOf({ ...jwt, ...secret, ...jwksUrl })).toEqual([
      'GRAPHKEEP_JWT_SECRET and GRAPHKEEP_JWT_JWKS_URL are set together: keep one of them',
    ]);
    expect(problemsOf(secret)).toEqual([
      expect.stringMatching(/^GRAPHKEEP_JWT_ISSUER is missing/),
      expect.stringMatching(/^GRAPHKEEP_JWT_AUDIENCE is missing/),
    ]);
    expect(loadConfig({ ...jwt, ...jwksUrl }).auth.jwt).toEqual({
      ...{
        issuer: 'https://login.example',
        audience: 'graphkeep',
        jwksUrl: 'https://login.example/jwks.json',
      },
      ...{ ownerClaim: 'sub', scopesClaim: 'scope', toleranceMs: 5_000 },
    });
    expect(loadConfig({}).auth).toEqual({});
  });

  it('certificate and key come together', () => {
    expect(loadConfig({ GRAPHKEEP_TLS_CERT_FILE: file, GRAPHKEEP_TLS_KEY_FILE: file }).http.tls).toEqual({
      certFile: file,
      keyFile: file,
    });
    expect(problemsOf({ GRAPHKEEP_TLS_KEY_FILE: file })).toEqual([
      'GRAPHKEEP_TLS_CERT_FILE is missing: must be the path of a file that can be read, since GRAPHKEEP_TLS_KEY_FILE is set',
    ]);
    expect(problemsOf({ GRAPHKEEP_TLS_CERT_FILE: '/nowhere', GRAPHKEEP_TLS_KEY_FILE: file })).toEqual([
      'GRAPHKEEP_TLS_CERT_FILE is "/nowhere": must be the path of a file that can be read',
    ]);
  });
});

describe('the authorities of Redis', () => {
  it('may be named, and nothing else needs them', () => {
    expect(loadConfig({ REDIS_URL: 'rediss://db', GRAPHKEEP_REDIS_CA_FILE: file }).redis?.caFile).toBe(file);
    expect(loadConfig({ REDIS_URL: 'rediss://db' }).redis).not.toHaveProperty('caFile');
  });

  it('are of no use without its address', () => {
    expect(problemsOf({ GRAPHKEEP_REDIS_CA_FILE: file })).toEqual([
      expect.stringMatching(/^REDIS_URL is missing: .* since GRAPHKEEP_REDIS_CA_FILE is set$/),
    ]);
  });
});

describe('production', () => {
  it('needs a key that is hard to guess', () => {
    expect(problemsOf(PRODUCTION)).toEqual([]);
    expect(problemsOf({ GRAPHKEEP_PROFILE: 'production', HOST: '0.0.0.0' })).toEqual([
      'GRAPHKEEP_API_KEY is not set: production needs it, or GRAPHKEEP_API_KEY_FILE',
    ]);
    expect(problemsOf({ ...PRODUCTION, GRAPHKEEP_API_KEY: `gk_${'a'.repeat(32)}` })).toEqual([
      expect.stringContaining('GRAPHKEEP_API_KEY is easy to guess'),
    ]);
  });

  it.each([
    { NEO4J_URI: 'bolt://db.example.org', NEO4J_PASSWORD: 'x9' },
    { REDIS_URL: 'redis://:x9@db.example.org:6379' },
    { REDIS_URL: 'redis+sentinel://127.0.0.1,db.example.org/primary' },
    { REDIS_URL: 'redis+cluster://[::1]:7000,db.example.org:7001' },
    { DATABASE_URL: 'postgres://app:x9@db.example.org/x' },
    { DATABASE_URL: 'postgres://app:x9@db.example.org/x?sslmode=prefer' },
    { DATABASE_URL: 'postgres://app:x9@localhost/x?host=db.example.org' },
  ])('refuses a store on another machine without TLS: %o', (env) => {
    const [name = ''] = Object.keys(env);
    expect(problemsOf({ ...PRODUCTION, ...env })).toEqual([
      expect.stringContaining(`${name} leads to db.example.org without TLS`),
    ]);
    expect(problemsOf({ GRAPHKEEP_PROFILE: 'test', ...env })).toEqual([]);
  });

  it.each([
    { NEO4J_URI: 'neo4j+s://db.example.org', NEO4J_PASSWORD: 'x9' },
    { NEO4J_URI: 'bolt+ssc://db.example.org', NEO4J_PASSWORD: 'x9' },
    { NEO4J_URI: 'bolt://127.0.0.1:7687', NEO4J_PASSWORD: 'x9' },
    { NEO4J_URI: 'bolt://[::1]:7687', NEO4J_PASSWORD: 'x9' },
    { REDIS_URL: 'rediss://:x9@db.example.org' },
    { REDIS_URL: 'rediss+sentinel://db.example.org/primary' },
    { REDIS_URL: 'rediss+cluster://db.example.org:7001' },
    { REDIS_URL: 'redis://localhost' },
    { DATABASE_URL: 'postgres://app:x9@db.example.org/x?sslmode=verify-full' },
    { DATABASE_URL: 'postgres://app:x9@%2Frun%2Fpostgresql/x' },
    { DATABASE_URL: 'postgres:///x?host=/run/postgresql' },
  ])('accepts TLS, and stores on this machine: %o', (env) => {
    expect(problemsOf({ ...PRODUCTION, ...env })).toEqual([]);
  });

  it.each(['neo4j', 'password', 'Graphkeep-Test', 'changeme', '12345678'])(
    'refuses a password that everybody knows: %s',
    (password) => {
      const env = {
        ...PRODUCTION,
        NEO4J_URI: 'bolt+s://db',
        NEO4J_PASSWORD: password,
        REDIS_URL: `rediss://:${password}@db`,
        DATABASE_URL: `postgres://app:${password}@db/x?sslmode=require`,
      };
      const names = problemsOf(env).map((problem) => problem.split(' ')[0]);
      expect(names).toEqual(['REDIS_URL', 'DATABASE_URL', 'NEO4J_PASSWORD']);
      expect(problemsOf(env).join()).not.toContain(password === 'password' ? ' password@' : password);
    },
  );
});
