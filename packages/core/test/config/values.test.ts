import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../src/index.ts';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('a configuration without any setting', () => {
  it('runs on this machine alone, with everything embedded', () => {
    expect(loadConfig({})).toEqual({
      profile: 'development',
      dataDir: resolve('.graphkeep'),
      workers: 1,
      privateNetwork: [],
      http: {
        host: '127.0.0.1',
        port: 4_000,
        deadlineMs: 10_000,
        bodyLimitBytes: 1_048_576,
        maxBatchItems: 50,
        keepAliveMs: 72_000,
        headersTimeoutMs: 10_000,
        requestTimeoutMs: 30_000,
        connectionsPerHost: 2_000,
        connectionsPerUser: 2_000,
        trustProxy: [],
        drainMs: 0,
        shutdownMs: 10_000,
        corsOrigins: [],
      },
      auth: {},
      secrets: {},
      rates: { perKey: 0, perAddress: 0, windowMs: 60_000 },
      log: { level: 'info' },
      metrics: true,
      graph: {
        url: `file:${resolve('.graphkeep')}/graph`,
        username: 'neo4j',
        poolSize: 15,
        acquireMs: 5_000,
        connectMs: 5_000,
        maxLifetimeMs: 3_600_000,
        queryMs: 30_000,
      },
      cache: {
        app: 'graphkeep',
        env: 'development',
        ttlMs: 3_600_000,
        ttls: {},
        graceMs: 24 * 3_600_000,
        memoryBytes: 64 * 1_024 ** 2,
        memoryEntries: 10_000,
      },
      leader: { leaseMs: 10_000 },
      slowQueryMs: 500,
      breaker: { failures: 5, rate: 0.5, windowMs: 10_000, halfOpenAfterMs: 1_000 },
      retry: { attempts: 3, delayMs: 50, factor: 2, maxDelayMs: 1_000 },
      health: { intervalMs: 30_000, failures: 3 },
      story: {
        maxActiveSessions: 3,
        sessionPolicy: 'sliding',
        archiveAfterMs: 30 * 24 * 3_600_000,
        archiveKeep: 500,
      },
      privacy: { erasures: resolve('.graphkeep/erasures'), auditMs: 17_520 * 3_600_000 },
      infra: { currency: 'USD', fiscalYearStart: 1 },
    });
  });

  it('cannot be changed afterwards, at any depth', () => {
    const config = loadConfig({ REDIS_URL: 'redis://localhost' });
    const groups = Object.values(config).filter((value) => typeof value === 'object');
    for (const group of [config, ...groups, config.http.corsOrigins, config.privateNetwork])
      expect(Object.isFrozen(group)).toBe(true);
  });
});

describe('a value', () => {
  it.each([
    ['500ms', 500],
    ['5s', 5_000],
    ['.5s', 500],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['250', 250],
  ])('of time may carry its unit: %s', (text, ms) => {
    expect(loadConfig({ GRAPHKEEP_GRAPH_QUERY_MS: text }).graph.queryMs).toBe(ms);
  });

  it.each([
    ['1mb', 1_048_576],
    ['512KB', 524_288],
    ['2048', 2_048],
  ])('of size may carry its unit: %s', (text, bytes) => {
    expect(loadConfig({ GRAPHKEEP_BODY_LIMIT: text }).http.bodyLimitBytes).toBe(bytes);
  });

  it('of times by name is a list, in which each must be right', () => {
    const listed = (text: string) => loadConfig({ GRAPHKEEP_CACHE_TTLS: text }).cache.ttls;
    expect(listed('Character=2h, Dashboard=90s')).toEqual({ Character: 7_200_000, Dashboard: 90_000 });
    for (const wrong of ['Character', 'Character=soon', '=2h', 'Character=2h,Board=1ms'])
      expect(() => listed(wrong)).toThrow('must be names and durations with commas between');
  });

  it('of money is one amount, or several by name in a file', () => {
    const file = (text: string) => {
      const path = join(mkdtempSync(join(tmpdir(), 'graphkeep-amounts-')), 'amounts.json');
      writeFileSync(path, text);
      return path;
    };
    const budget = (text: string) => loadConfig({ GRAPHKEEP_INFRA_BUDGET: text }).infra.budget;
    expect(budget('1200000.50')).toEqual({ total: 1_200_000.5, by: {} });
    expect(budget(file('{"web": 100, "data": 200}'))).toEqual({ total: 300, by: { web: 100, data: 200 } });
    for (const wrong of [
      '0',
      '-1',
      'much',
      '/nowhere.json',
      file('{}'),
      file('{"web": -1}'),
      file('{'),
      file('[1]'),
    ])
      expect(problemsOf({ GRAPHKEEP_INFRA_BUDGET: wrong })).toEqual([
        expect.stringContaining('with an amount for each cost centre, like {"one": 1200}'),
      ]);
    expect(loadConfig({ GRAPHKEEP_INFRA_HOUR_COST: '.5' }).infra.hourCost).toBe(0.5);
    expect(problemsOf({ GRAPHKEEP_INFRA_FISCAL_YEAR_START: '13' })).toEqual([
      'GRAPHKEEP_INFRA_FISCAL_YEAR_START is "13": must be a whole number from 1 to 12',
    ]);
    expect(problemsOf({ GRAPHKEEP_INFRA_CURRENCY: 'euro' })).toHaveLength(1);
  });

  it('may have a default that depends on the profile', () => {
    expect(loadConfig({ GRAPHKEEP_PROFILE: 'TEST' })).toMatchObject({
      profile: 'test',
      log: { level: 'warn' },
    });
  });

  it('is understood in the ways that are customary', () => {
    const config = loadConfig({
      GRAPHKEEP_METRICS: 'OFF',
      LOG_LEVEL: 'WARNING',
      GRAPHKEEP_CORS_ORIGINS: 'https://app.example.org, http://localhost:5173',
      GRAPHKEEP_BREAKER_RATE: '.25',
      NEO4J_URI: 'file:./data/graph',
      PORT: ' 0 ',
    });
    expect(config).toMatchObject({
      metrics: false,
      log: { level: 'warn' },
      graph: { url: `file:${resolve('data/graph')}` },
      breaker: { rate: 0.25 },
    });
    expect(config.http).toMatchObject({
      port: 0,
      corsOrigins: ['https://app.example.org', 'http://localhost:5173'],
    });
    expect(loadConfig({ NEO4J_URI: 'file:///srv/graph' }).graph.url).toBe('file:/srv/graph');
    expect(loadConfig({ NEO4J_URI: 'memory:' }).graph.url).toBe('memory:');
  });

  it.each([
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['PORT', '4e3', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number from 0 to 65535'],
    ['HOST', 'my host', 'an address or a host name'],
    [
      'GRAPHKEEP_DEADLINE_MS',
      '2 parsecs',
      'milliseconds from 1 to 60000, or with a unit, like 500ms, 5s, 2m or 1h',
    ],
    ['GRAPHKEEP_DEADLINE_MS', '2h', 'milliseconds from 1 to 60000, or with a unit, like 500ms, 5s, 2m or 1h'],
    ['GRAPHKEEP_BODY_LIMIT', '1tb', 'bytes from 1024 to 104857600, or with a unit, like 512kb or 1mb'],
    ['GRAPHKEEP_METRICS', 'maybe', 'true or false'],
    ['GRAPHKEEP_PROFILE', 'prod', 'one of development, test, production'],
    ['GRAPHKEEP_BREAKER_RATE', '50', 'a number from 0.01 to 1'],
    ['LOG_LEVEL', 'constructor', 'one of fatal, error, warn, info, debug, trace, silent'],
    ['GRAPHKEEP_METRICS', 'constructor', 'true or false'],
    ['DB_POOL_SIZE', 'many', 'a whole number from 1 to 1000'],
  ])('that does not fit is named with what would: %s=%s', (name, value, expected) => {
    expect(problemsOf({ [name]: value })).toEqual([`${name} is "${value}": must be ${expected}`]);
  });

  it.each([
    ['GRAPHKEEP_CORS_ORIGINS', 'https://app.example.org/path'],
    ['GRAPHKEEP_CORS_ORIGINS', '*'],
    ['NEO4J_URI', 'http://db:7474'],
    ['NEO4J_URI', 'bolt://'],
    ['NEO4J_URI', 'file:'],
    ['NEO4J_URI', 'db:7687'],
  ])('that is no good address is refused: %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringContaining(`${name} is "${value}": must be `),
    ]);
  });

  it.each([
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis:localhost'],
    ['DATABASE_URL', 'mysql://app@db/x'],
    ['DATABASE_URL', 'postgresql://app:50%off@db/x'],
  ])('that may hold a secret is refused without being shown: %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(`^${name} is \\[redacted\\]: must be an address like .* percent-encoded$`),
    ]);
  });

  it('of several lines is shown in one', () => {
    expect(problemsOf({ PORT: '40\n00' })).toEqual([expect.stringContaining('PORT is "40 00": must')]);
  });

  it('is never anything but accepted or reported, whatever it is', () => {
    const names = [
      'PORT',
      'HOST',
      'REDIS_URL',
      'DATABASE_URL',
      'GRAPHKEEP_DEADLINE_MS',
      'GRAPHKEEP_BODY_LIMIT',
      'NEO4J_URI',
      'LOG_LEVEL',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string(), (name, value) => {
        const problems = problemsOf({ [name]: value });
        return (
          problems.length === 0 || problems.every((problem) => /must be|NEO4J_PASSWORD|HOST/.test(problem))
        );
      }),
    );
  });
});

describe('the problems of a configuration', () => {
  it('come all at once, each once, and without what only follows from them', () => {
    expect(() =>
      loadConfig({
        GRAPHKEEP_PROFILE: 'production',
        PORT: 'http',
        GRAPHKEEP_POORT: '1',
        GRAPHKEEP_API_KEY: 'gk_short',
        NEO4J_URI: 'bolt+s://db',
        NEO4J_PASSWORD_FILE: '/nowhere',
      }),
    ).toThrow(
      new ConfigError([
        'GRAPHKEEP_POORT is not an option: did you mean PORT?',
        'NEO4J_PASSWORD_FILE is "/nowhere": must be the path of a file that can be read and is not empty',
        'PORT is "http": must be a whole number from 0 to 65535',
        'GRAPHKEEP_API_KEY is [redacted]: must be gk_ and at least 32 letters, digits, _ or -',
      ]),
    );
  });

  it('show no secret', () => {
    const problems = problemsOf({
      GRAPHKEEP_API_KEY: 'hunter2',
      REDIS_URL: 'hunter2://hunter2',
      DATABASE_URL: 'mysql://app:hunter2@db/x',
      NEO4J_URI: 'http://neo4j:hunter2@db',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toContain('hunter2');
  });
});
