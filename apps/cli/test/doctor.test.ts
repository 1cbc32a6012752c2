import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgedSpace } from '../src/doctor/checks/disk.ts';
import { judgedNode } from '../src/doctor/checks/node.ts';
import { judgedRedis } from '../src/doctor/checks/redis-settings.ts';
import { judgedLife } from '../src/doctor/checks/tls.ts';
import { judgedClock } from '../src/doctor/clock.ts';
import type { Finding } from '../src/doctor/finding.ts';
import { exitCodes } from '../src/frame/exit-codes.ts';
import { temporaryFolder } from './support/folder.ts';
import { freePort } from './support/free-port.ts';
import { runHere } from './support/run-here.ts';
import { startTestServer } from './support/server.ts';

const [redis, neo4j] = await Promise.all([testRedis({ isolated: true }), testNeo4j({ schema: 'product' })]);

let folder: ReturnType<typeof temporaryFolder>;
let data = '';
beforeEach(() => {
  folder = temporaryFolder();
  data = join(folder.path, 'data');
  mkdirSync(data, { mode: 0o700 });
});
afterEach(() => folder[Symbol.dispose]());

const examine = async (more: Readonly<Record<string, string>> = {}) => {
  const env = { GRAPHKEEP_DATA: data, PORT: '0', GRAPHKEEP_SECRET: 'f'.repeat(64), ...more };
  const { out, code } = await runHere(['doctor', '--json'], env);
  const { findings }: { findings: Finding[] } = JSON.parse(out);
  return { code, findings, of: (check: string) => findings.filter((one) => one.check === check) };
};

/** What is found must say why it matters, and what to do. */
const trouble = (severity: Finding['severity'], what: RegExp) =>
  expect.objectContaining({
    severity,
    what: expect.stringMatching(what),
    why: expect.stringMatching(/\.$/),
    remedy: expect.any(String),
  });

describe('an installation', { timeout: 60_000 }, () => {
  it('that is well has no errors, and is left as it is', async () => {
    const { code, findings } = await examine();
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(code).toBe(0);
  });

  it('with wrong options hears of all of them', async () => {
    const { code, of } = await examine({ PORT: 'http', GRAPHKEEP_POORT: '1' });
    expect(code).toBe(exitCodes.problems.code);
    expect(of('configuration')).toEqual([
      trouble('error', /^GRAPHKEEP_POORT is not an option/),
      trouble('error', /^PORT is "http"/),
    ]);
  });

  it('whose secrets others can read is told which', async () => {
    chmodSync(data, 0o755);
    const file = join(data, 'development.key');
    writeFileSync(file, 'gk_dev_x');
    chmodSync(file, 0o644);
    const secretFile = join(folder.path, 'api.key');
    writeFileSync(secretFile, `gk_${'0123456789abcdef'.repeat(4)}`);
    chmodSync(secretFile, 0o640);
    const { code, of } = await examine({ GRAPHKEEP_API_KEY_FILE: secretFile });
    expect(code).toBe(exitCodes.problems.code);
    expect(of('data folder')).toEqual([trouble('warning', /mode 755/)]);
    expect(of('secrets')).toEqual([
      trouble('error', /^GRAPHKEEP_API_KEY is in .*mode 640/),
      trouble('error', /^The key of development .*mode 644/),
    ]);
    chmodSync(secretFile, 0o600);
    chmodSync(file, 0o600);
    expect((await examine({ GRAPHKEEP_API_KEY_FILE: secretFile })).of('secrets')).toMatchObject([
      { severity: 'ok' },
    ]);
  });

  it('hears that its port is in use, and by a server of its own that it runs', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    const { of } = await examine({ PORT: String(port) });
    expect(of('port')).toEqual([trouble('error', /is in use by another program/)]);
    await new Promise((closed) => server.close(closed));

    await using running = await startTestServer();
    const { out, code } = await runHere(['doctor', '--json'], running.env);
    const { findings }: { findings: Finding[] } = JSON.parse(out);
    expect(code).toBe(0);
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'server',
        severity: 'ok',
        what: expect.stringContaining('answers healthy'),
      }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'graph', what: expect.stringContaining('held by the server') }),
    );
  });

  it('hears of stores that do not answer', async () => {
    const port = await freePort();
    const { code, of } = await examine({
      NEO4J_URI: `bolt://127.0.0.1:${port}`,
      NEO4J_PASSWORD: 'own-password',
      DATABASE_URL: `postgres://a:own-password@127.0.0.1:${port}/a`,
    });
    expect(code).toBe(exitCodes.problems.code);
    expect(of('graph')).toEqual([trouble('error', /^The graph cannot be opened/)]);
    expect(of('sql')).toEqual([trouble('error', /^The SQL store cannot be reached/)]);
  });

  it('hears of a lock that a dead process left, and of one of another machine', async () => {
    const sql = join(data, 'sql');
    mkdirSync(sql);
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    writeFileSync(join(sql, 'owner.json'), JSON.stringify({ pid: dead, host: hostname(), id: 'x' }));
    expect((await examine()).of('locks')).toEqual([trouble('note', /which is dead/)]);
    writeFileSync(join(sql, 'owner.json'), JSON.stringify({ pid: dead, host: 'elsewhere', id: 'x' }));
    expect((await examine()).of('locks')).toEqual([trouble('warning', /on the machine elsewhere/)]);
    rmSync(sql, { recursive: true });
  });

  it('hears of a certificate that is nearly over, and of a key that is not its own', async () => {
    const [certFile, keyFile] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')];
    const issue = () =>
      execFileSync(
        'openssl',
        [
          ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
          ...['-keyout', keyFile, '-out', certFile, '-days', '5', '-subj', '/CN=own'],
        ],
        { stdio: 'ignore' },
      );
    issue();
    const env = { GRAPHKEEP_TLS_CERT_FILE: certFile, GRAPHKEEP_TLS_KEY_FILE: keyFile };
    expect((await examine(env)).of('tls')).toEqual([trouble('warning', /expires on .* in 4 days/)]);
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', keyFile], {
      stdio: 'ignore',
    });
    expect((await examine(env)).of('tls')).toEqual([trouble('error', /is not the key of/)]);
  });

  it('hears of migrations that are not applied', async () => {
    const graph = join(folder.path, 'migrations');
    mkdirSync(graph);
    writeFileSync(join(graph, '0001-first.mjs'), "export const up = ({ run }) => run('RETURN 1');");
    const env = { GRAPHKEEP_DATA: data };
    const look = async () => {
      const { out } = await runHere(['doctor', '--graph', graph, '--json'], env);
      const { findings }: { findings: Finding[] } = JSON.parse(out);
      return findings.filter(({ check }) => check === 'migrations');
    };
    expect(await look()).toEqual([trouble('error', /^graph: the migration 0001-first is not applied/)]);
    await runHere(['migrate', 'up', '--graph', graph], env);
    expect(await look()).toMatchObject([{ severity: 'ok' }]);
  });

  it('hears what production would refuse', async () => {
    const { of } = await examine({ GRAPHKEEP_SECRET: '', GRAPHKEEP_API_KEY: `gk_${'a'.repeat(40)}` });
    expect(of('profile')).toEqual([
      trouble('note', /^GRAPHKEEP_API_KEY is easy to guess/),
      trouble('note', /^GRAPHKEEP_SECRET is not set/),
    ]);
  });
});

describe.skipIf(redis === undefined)('Redis', { timeout: 60_000 }, () => {
  it('is looked at as it is set, and when it is away', async () => {
    if (!redis) return;
    const { Redis } = await import('ioredis');
    const client = new Redis(redis.url);
    const env = { REDIS_URL: redis.url };
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    await client.config('SET', 'maxmemory', '0');
    await client.config('SET', 'appendonly', 'no');
    const { code, of } = await examine(env);
    expect(code).toBe(exitCodes.problems.code);
    expect(of('redis')).toEqual(
      expect.arrayContaining([
        trouble('error', /evicts by allkeys-lru/),
        trouble('warning', /no limit of memory/),
        trouble('warning', /appendonly no/),
      ]),
    );
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await client.config('SET', 'maxmemory', '256mb');
    await client.config('SET', 'appendonly', 'yes');
    expect((await examine(env)).of('redis').filter(({ severity }) => severity !== 'ok')).toEqual([]);
    client.disconnect();
    // It refuses to stop well while it writes its first log.
    await redis.stop('SIGKILL');
    expect((await examine(env)).of('redis')).toEqual([trouble('error', /^Redis cannot be reached/)]);
  });
});

describe.skipIf(neo4j === undefined)('Neo4j', { timeout: 60_000 }, () => {
  it('tells its version and time, and is left as it is', async () => {
    if (!neo4j) return;
    const { of } = await examine({
      NEO4J_URI: neo4j.url,
      NEO4J_USERNAME: neo4j.username,
      NEO4J_PASSWORD: neo4j.password,
    });
    expect(of('graph')[0]).toMatchObject({
      severity: 'ok',
      what: expect.stringMatching(/^Neo4j \d\S+, answers in [\d.]+ ms$/),
    });
  });
});

it('judges what cannot be had here: full disks, wrong clocks, old programs', () => {
  expect(judgedSpace(100 * 1_024 ** 2, '/data')).toEqual(
    trouble('error', /^Only 100.0 MiB are free at .data/),
  );
  expect(judgedSpace(1_024 ** 3, '/data')).toEqual(trouble('warning', /^Only 1.0 GiB/));
  expect(judgedNode('18.20.0')).toEqual(trouble('error', /is too old/));
  const asked = Date.UTC(2030, 0, 1);
  expect(judgedClock('Redis', { theirs: asked + 900, asked, roundTripMs: 1_000 })).toEqual([]);
  expect(judgedClock('Redis', { theirs: asked - 5_000, asked, roundTripMs: 2 })).toEqual([
    trouble('warning', /differs .* by 5 s/),
  ]);
  expect(judgedClock('Redis', { theirs: asked + 3_600_000, asked, roundTripMs: 2 })).toEqual([
    trouble('error', /3600 s/),
  ]);
  expect(judgedLife('cert.pem', new Date(asked), new Date(asked + 1))).toEqual(
    trouble('error', /has expired on 2030-01-01/),
  );
  const info =
    'redis_version:6.2.1\r\nmaxmemory_policy:volatile-ttl\r\nused_memory:99\r\nmaxmemory:100\r\naof_enabled:1\r\naof_last_write_status:err\r\n';
  expect(judgedRedis(info, String)).toEqual([
    trouble('error', /6.2.1 is too old/),
    trouble('warning', /volatile-ttl/),
    trouble('warning', /uses 99 of its 100/),
    trouble('error', /could not write/),
  ]);
});
