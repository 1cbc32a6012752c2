import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeConfig, loadConfig } from '../../src/index.ts';

const API_KEY = `gk_${'0123456789abcdef'.repeat(4)}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const fileWith = (content: string): string => {
  const file = join(folder, 'file');
  writeFileSync(file, content);
  return file;
};

describe('names of older systems', () => {
  it('set the same options, in the units that they had', () => {
    const config = loadConfig({
      DATABASE_URL: 'postgresql://app@localhost/x',
      DB_POOL_SIZE: '10',
      DB_POOL_TIMEOUT: '30',
      DB_POOL_RECYCLE: '2h',
      SLOW_QUERY_THRESHOLD: '.25',
      CIRCUIT_BREAKER_THRESHOLD: '7',
      MAX_RETRY_ATTEMPTS: '2',
      GRAPHKEEP_LOG_LEVEL: 'debug',
      NEO4J_USER: 'reader',
    });
    expect(config).toMatchObject({
      sql: { poolMax: 10, waitMs: 30_000, maxLifetimeMs: 7_200_000 },
      slowQueryMs: 250,
      breaker: { failures: 7 },
      retry: { attempts: 2 },
      log: { level: 'debug' },
      graph: { username: 'reader' },
    });
  });

  it('may say the same as the name of today, and nothing else', () => {
    expect(loadConfig({ SLOW_QUERY_THRESHOLD: '.5', GRAPHKEEP_SLOW_QUERY_MS: '500ms' }).slowQueryMs).toBe(
      500,
    );
    expect(() => loadConfig({ SLOW_QUERY_THRESHOLD: '.5', GRAPHKEEP_SLOW_QUERY_MS: '600' })).toThrow(
      'GRAPHKEEP_SLOW_QUERY_MS and SLOW_QUERY_THRESHOLD are set to different values: keep one of them',
    );
  });

  it('are named where their value is wrong', () => {
    expect(() => loadConfig({ DB_POOL_SIZE: 'big' })).toThrow(
      'DB_POOL_SIZE is "big": must be a whole number',
    );
  });

  it('set a small pool without asking for a smaller minimum', () => {
    const env = { DATABASE_URL: 'postgresql://app@localhost/x', DB_POOL_SIZE: '3' };
    expect(loadConfig(env).sql).toMatchObject({ poolMin: 3, poolMax: 3 });
    expect(() => loadConfig({ ...env, GRAPHKEEP_SQL_POOL_MIN: '4' })).toThrow(
      'GRAPHKEEP_SQL_POOL_MIN is 4: must not be above GRAPHKEEP_SQL_POOL_MAX, which is 3',
    );
  });
});

describe('an unknown name', () => {
  it.each([
    ['GRAPHKEEP_DEADLINE', 'did you mean GRAPHKEEP_DEADLINE_MS?'],
    ['GRAPHKEEP_HOST', 'did you mean HOST?'],
    ['GRAPHKEEP_NEO4J_PASWORD', 'did you mean NEO4J_PASSWORD?'],
    ['GRAPHKEEP_XYZZY', 'remove it'],
  ])('that begins with GRAPHKEEP_ stops the start: %s', (name, advice) => {
    expect(() => loadConfig({ [name]: '1' })).toThrow(`${name} is not an option: ${advice}`);
  });

  it('of any other kind is nobody’s business, nor is one for tests and tools', () => {
    loadConfig({
      PATH: '/bin',
      GRAPHKEEP_TEST_NEO4J: '1',
      GRAPHKEEP_TOOLCHAIN_NODE: 'v24',
      GRAPHKEEP_JAVA: '/java',
    });
  });
});

describe('a secret', () => {
  it('comes from a file, and follows it', () => {
    const file = fileWith(`${API_KEY}\n`);
    const { apiKey } = loadConfig({ GRAPHKEEP_API_KEY_FILE: file }).auth;
    expect(apiKey?.reveal()).toBe(API_KEY);
    writeFileSync(file, `${API_KEY}2`);
    expect(apiKey?.reveal()).toBe(`${API_KEY}2`);
  });

  it('comes from one place', () => {
    const env = { GRAPHKEEP_API_KEY: API_KEY, GRAPHKEEP_API_KEY_FILE: fileWith(API_KEY) };
    expect(() => loadConfig(env)).toThrow(
      'GRAPHKEEP_API_KEY and GRAPHKEEP_API_KEY_FILE are set together: keep one of them',
    );
  });

  it('is checked in a file too, and not shown', () => {
    expect(() => loadConfig({ GRAPHKEEP_API_KEY_FILE: fileWith('hunter2') })).toThrow(
      'GRAPHKEEP_API_KEY_FILE is [redacted]: must be gk_ and at least 32',
    );
  });
});

describe('a file of options', () => {
  it('is weaker than the environment, whatever the names', () => {
    const file = fileWith('# local\nPORT=5000\nHOST="127.0.0.2"\nSLOW_QUERY_THRESHOLD=1\n');
    const config = loadConfig({
      GRAPHKEEP_CONFIG: file,
      PORT: '6000',
      GRAPHKEEP_SLOW_QUERY_MS: '2s',
      HOST: '',
    });
    expect(config).toMatchObject({ http: { port: 6_000, host: '127.0.0.2' }, slowQueryMs: 2_000 });
    expect(loadConfig({ PORT: '6000' }, { file: fileWith('PORT=1') }).http.port).toBe(6_000);
  });

  it('is checked like the environment', () => {
    expect(() => loadConfig({}, { file: fileWith('GRAPHKEEP_PORT=1') })).toThrow('did you mean PORT?');
    expect(() => loadConfig({ GRAPHKEEP_CONFIG: join(folder, 'none') })).toThrow(
      /GRAPHKEEP_CONFIG is ".*none": must be/,
    );
  });
});

describe('a described configuration', () => {
  it('says of every option its value and where it comes from, and no secret', () => {
    const config = loadConfig({
      GRAPHKEEP_CONFIG: fileWith('PORT=5000'),
      GRAPHKEEP_API_KEY: API_KEY,
      REDIS_URL: 'redis://:hunter2@localhost',
      DB_POOL_SIZE: '3',
      GRAPHKEEP_INFRA_BUDGET: '100',
    });
    const rows = describeConfig(config);
    expect(rows).toEqual(
      expect.arrayContaining([
        { name: 'PORT', value: '5000', source: 'file' },
        { name: 'HOST', value: '127.0.0.1', source: 'default' },
        { name: 'GRAPHKEEP_DEADLINE_MS', value: '10000', unit: 'ms', source: 'default' },
        { name: 'GRAPHKEEP_API_KEY', value: '[redacted]', source: 'environment' },
        { name: 'DATABASE_URL', value: '', source: 'default' },
        { name: 'GRAPHKEEP_INFRA_BUDGET', value: '{"total":100,"by":{}}', source: 'environment' },
      ]),
    );
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|0123456789abcdef/);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  it('tells a secret that comes from a file', () => {
    const rows = describeConfig(loadConfig({ GRAPHKEEP_API_KEY_FILE: fileWith(API_KEY) }));
    expect(rows).toContainEqual({ name: 'GRAPHKEEP_API_KEY', value: '[redacted]', source: 'secret file' });
  });
});
