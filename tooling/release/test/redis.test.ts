import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { serviceOf } from './support/compose.ts';
import { startDeployedRedis } from './support/redis.ts';

const deployed = await startDeployedRedis();

describe.skipIf(deployed === undefined)('Redis as it is delivered', () => {
  if (deployed === undefined) return;
  const inspector = deployed.connect();
  const graphkeep = deployed.connect('graphkeep', deployed.password);
  const health = deployed.connect('health');

  beforeAll(async () => {
    await graphkeep.ping();
  });

  test('takes nobody without a name, and graphkeep by its password only', async () => {
    const nobody = deployed.connect('default', '');
    await expect(nobody.get('gk:a')).rejects.toThrow(/NOAUTH|WRONGPASS/);
    const impostor = deployed.connect('graphkeep', 'guessed');
    await expect(impostor.get('gk:a')).rejects.toThrow(/NOAUTH|WRONGPASS/);
    expect(await inspector.acl('LIST')).toContainEqual(
      expect.stringMatching(/^user default off (?!.*nopass)/),
    );
  });

  test('answers its health check, whose user may do nothing else', async () => {
    const [kind, script = ''] = serviceOf('redis').healthcheck?.test ?? [];
    expect(kind).toBe('CMD-SHELL');
    const path = `${deployed.binaries}:${process.env['PATH']}`;
    execFileSync('sh', ['-c', script], { env: { PATH: path }, timeout: 5_000 });
    expect(() =>
      execFileSync('sh', ['-c', script.replace('health ping', 'health info')], {
        env: { PATH: path },
        stdio: 'pipe',
      }),
    ).toThrow();
    for (const refused of [['GET', 'gk:a'], ['INFO'], ['KEYS', '*'], ['CLIENT', 'LIST']])
      await expect(health.call(...words(refused))).rejects.toThrow('NOPERM');
  });

  test.for([
    ['SET', 'gk:value', '1', 'EX', '60'],
    ['MGET', 'gk:value', 'gk:none'],
    ['HSET', 'gk:hash', 'field', '1'],
    ['HPEXPIRE', 'gk:hash', '60000', 'FIELDS', '1', 'field'],
    ['ZADD', 'gk:sorted', '1', 'member'],
    ['XADD', 'gk:stream', 'MAXLEN', '~', '100', '*', 'field', '1'],
    ['XGROUP', 'CREATE', 'gk:stream', 'readers', '$'],
    ['XREADGROUP', 'GROUP', 'readers', 'one', 'BLOCK', '1', 'STREAMS', 'gk:stream', '>'],
    ['XAUTOCLAIM', 'gk:stream', 'readers', 'one', '0', '0'],
    ['EVAL', "return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', 60000)", '1', 'gk:lock', 'token'],
    ['SCRIPT', 'LOAD', 'return 1'],
    ['SCAN', '0', 'MATCH', 'gk:*'],
    ['PUBLISH', 'gk:channel', 'message'],
    ['CLIENT', 'SETNAME', 'graphkeep'],
    ['INFO', 'memory'],
    ['WAIT', '0', '1'],
    ['UNLINK', 'gk:value'],
  ])('lets graphkeep %s %s', async (command) => {
    await graphkeep.call(...words(command));
  });

  test.for([
    ['GET', 'other:value'],
    ['SET', 'other:value', '1'],
    ['EVAL', "return redis.call('GET', 'other:value')", '0'],
    ['PUBLISH', 'other:channel', 'message'],
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['CONFIG', 'GET', 'maxmemory'],
    ['CONFIG', 'SET', 'maxmemory', '0'],
    ['ACL', 'LIST'],
    ['KEYS', '*'],
    ['MONITOR'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['SHUTDOWN', 'NOSAVE'],
    ['CLIENT', 'KILL', 'TYPE', 'normal'],
    ['FUNCTION', 'FLUSH'],
    ['SCRIPT', 'FLUSH'],
    ['SELECT', '1'],
  ])('refuses graphkeep %s %s', async (command) => {
    await expect(graphkeep.call(...words(command))).rejects.toThrow(/NOPERM|ACL failure/);
  });

  test('keeps what it has synced when it is killed', async () => {
    const [, appendonly] = await configured('appendonly');
    expect(appendonly).toBe('yes');
    await graphkeep.set('gk:kept', 'yes');
    expect(await graphkeep.call('WAITAOF', '1', '0', '10000')).toEqual([1, 0]);
    await deployed.process.kill();
    await deployed.process.restart();
    const after = deployed.connect('graphkeep', deployed.password);
    expect(await after.get('gk:kept')).toBe('yes');
  });

  test('evicts what has a time to live, and refuses writes before it loses what has none', async () => {
    expect(await configured('maxmemory-policy')).toEqual(['maxmemory-policy', 'volatile-lru']);
    expect(await configured('maxmemory')).toEqual(['maxmemory', String(512 * 1_024 ** 2)]);
    const used = Number(/used_memory:(\d+)/.exec(await inspector.info('memory'))?.[1]);
    await inspector.config('SET', 'maxmemory', used + 4 * 1_024 ** 2);

    const kilobytes = 'x'.repeat(10 * 1_024);
    const client = deployed.connect('graphkeep', deployed.password);
    const fences = Array.from({ length: 50 }, (_, fence) => `gk:fence:${fence}`);
    for (const fence of fences) await client.set(fence, 1);
    const cached = client.pipeline();
    for (let entry = 0; entry < 1_000; entry++) cached.set(`gk:cached:${entry}`, kilobytes, 'EX', 60);
    const answers = await cached.exec();
    expect(answers?.filter(([error]) => error !== null)).toEqual([]);
    expect(Number(/evicted_keys:(\d+)/.exec(await client.info('stats'))?.[1])).toBeGreaterThan(300);

    const lasting = Array.from({ length: 1_000 }, (_, entry) => `gk:lasting:${entry}`);
    const writes = client.pipeline();
    for (const name of lasting) writes.set(name, kilobytes);
    const results = (await writes.exec()) ?? [];
    const written = lasting.filter((_, entry) => results[entry]?.[0] === null);
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(lasting.length);
    const names = [...fences, ...written];
    expect(await client.exists(names)).toBe(names.length);
  });

  const configured = async (name: string): Promise<unknown[]> => {
    const answer: unknown = await inspector.config('GET', name);
    return Array.isArray(answer) ? answer : [];
  };
});

const words = ([command = '', ...rest]: readonly string[]): [string, ...string[]] => [command, ...rest];
