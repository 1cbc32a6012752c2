import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../src/frame/exit-codes.ts';
import { temporaryFolder } from './support/folder.ts';
import { runHere } from './support/run-here.ts';
import { API_KEY, startTestServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

const json = async (args: readonly string[], env: Readonly<Record<string, string>> = server.env) => {
  const { out, err, code } = await runHere([...args, '--json'], env);
  return { value: JSON.parse(out), err, code };
};

describe('keys', { timeout: 60_000 }, () => {
  it('are made by the socket of the data folder, and shown once', async () => {
    const { out, err, code } = await runHere(
      ['keys', 'create', 'probe', '--scope', 'system:read'],
      server.env,
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^gk_live_\S+\n$/);
    expect(err).toContain('shown this once');
    const list = await runHere(['keys', 'list'], server.env);
    expect(list.out).toMatch(/key_\w+ +probe +….{4,} +active +system:read/);
    expect(list.out).not.toContain(out.trim());
  });

  it('are rotated and revoked, which is asked for first', async () => {
    const { value: made } = await json([
      'keys',
      'create',
      'old',
      '--scope',
      'story:read',
      '--expires',
      '2100-01-01',
    ]);
    const { value: successor } = await json(['keys', 'rotate', made.keyId, '--overlap', '1h']);
    expect(successor.key).not.toBe(made.key);

    const refused = await runHere(['keys', 'revoke', successor.keyId], server.env);
    expect(refused.code).toBe(exitCodes.misused.code);
    expect(refused.err).toContain('say --yes if that is meant. Nothing was done.');
    const dry = await json(['keys', 'revoke', successor.keyId, '--dry-run']);
    expect(dry.value).toMatchObject({ revoked: false, key: { state: 'active' } });
    const person = { interactive: true, ask: async () => 'no' };
    expect(await runHere(['keys', 'revoke', successor.keyId], server.env, person)).toMatchObject({
      code: exitCodes.cancelled.code,
      err: 'Nothing was done.\n',
    });
    const agreed = { interactive: true, ask: async () => 'yes' };
    expect(await runHere(['keys', 'revoke', successor.keyId], server.env, agreed)).toMatchObject({ code: 0 });
    const { value: keys } = await json(['keys', 'list']);
    expect(keys).toContainEqual(expect.objectContaining({ keyId: successor.keyId, state: 'revoked' }));
    expect(await runHere(['keys', 'revoke', `key_${'0'.repeat(26)}`, '--yes'], server.env)).toMatchObject({
      code: exitCodes.failed.code,
      err: expect.stringContaining('There is no key'),
    });
  });

  it('are managed on a server elsewhere, by a key that may', async () => {
    using folder = temporaryFolder();
    const keyFile = join(folder.path, 'key');
    writeFileSync(keyFile, `${API_KEY}\n`);
    const elsewhere = ['--url', server.url, '--key-file', keyFile];
    expect((await json(['keys', 'list', ...elsewhere], {})).code).toBe(0);
    const { value: weak } = await json(['keys', 'create', 'weak', '--scope', 'story:read']);
    writeFileSync(keyFile, weak.key);
    expect(await runHere(['keys', 'list', ...elsewhere], {})).toMatchObject({
      code: exitCodes.failed.code,
      err: 'system.keys.list needs a key with the scope system:admin.\n',
    });
  });
});

describe('the cache', { timeout: 60_000 }, () => {
  const cached = async () => {
    const player = await server.gk.story.players.create({ username: `ada-${Date.now()}` });
    await server.gk.story.players.get({ playerId: player.playerId });
    return player;
  };

  it('is shown, and cleaned by a plan and its token', async () => {
    await cached();
    const { value: stats } = await json(['cache', 'stats']);
    expect(stats.byType.Player.matched).toBeGreaterThan(0);
    const list = await runHere(['cache', 'list', '--type', 'Player'], server.env);
    expect(list.out).toMatch(/^Player +\d+ +\d/m);

    const dry = await runHere(['cache', 'clean', '--type', 'Player', '--dry-run'], server.env);
    const token = /--confirm (\S+)/.exec(dry.out)?.[1] ?? '';
    const { value: cleaned } = await json(['cache', 'clean', '--confirm', token]);
    expect(cleaned.removed).toBe(stats.byType.Player.matched);
    expect((await json(['cache', 'stats'])).value.byType.Player).toBeUndefined();
    expect(await runHere(['cache', 'clean', '--type', 'Player', '--yes'], server.env)).toMatchObject({
      out: 'nothing is meant\n',
    });
  });

  it('is cleaned of one player, and flushed of one type', async () => {
    const { playerId } = await cached();
    expect(await runHere(['cache', 'clean', '--player', playerId, '--yes'], server.env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^[1-9]\d* are taken away/),
    });
    await cached();
    expect((await json(['cache', 'flush', 'Player', '--dry-run'])).value.values).toBe(1);
    expect(await runHere(['cache', 'flush', 'Player', '--yes'], server.env)).toMatchObject({ code: 0 });
    expect((await json(['cache', 'stats'])).value.byType.Player).toBeUndefined();
    expect(await runHere(['cache', 'flush', 'Nothing', '--yes'], server.env)).toMatchObject({
      code: exitCodes.failed.code,
      err: expect.stringContaining('Nothing is not cached. Cached are: '),
    });
  });

  it('is warmed with the nodes of a label', async () => {
    await cached();
    await runHere(['cache', 'flush', 'Player', '--yes'], server.env);
    const { value } = await json(['cache', 'warm', 'Player', '--limit', '2']);
    expect(value).toEqual({ type: 'Player', warmed: 2, complete: true });
    expect((await json(['cache', 'list', '--type', 'Player'])).value.matched).toBe(2);
    expect(await runHere(['cache', 'warm', 'SessionState'], server.env)).toMatchObject({
      code: exitCodes.failed.code,
      err: expect.stringMatching(/^SessionState is no node that is cached. Those are: .*Player/),
    });
  });

  it('must be told which values are meant', async () => {
    expect(await runHere(['cache', 'clean', '--yes'], server.env)).toMatchObject({
      code: exitCodes.misused.code,
      err: expect.stringContaining('Say which values: --type'),
    });
    const both = ['cache', 'clean', '--player', 'ply_1', '--orphans', '--yes'];
    expect(await runHere(both, server.env)).toMatchObject({ code: exitCodes.misused.code });
  });
});

describe('jobs', { timeout: 60_000 }, () => {
  it('are run to their end, and found again', async () => {
    const { value: run, code } = await json(['jobs', 'run', 'platform.trim-journal']);
    expect({ code, state: run.state }).toEqual({ code: 0, state: 'done' });
    expect((await runHere(['jobs', 'list'], server.env)).out).toContain(run.id);
    expect((await runHere(['jobs', 'status', run.id], server.env)).out).toContain('state    done');
    expect(await runHere(['jobs', 'run', 'platform.nothing'], server.env)).toMatchObject({
      code: exitCodes.failed.code,
      err: expect.stringContaining('There is no job platform.nothing. There are: '),
    });
  });

  it('are paused and resumed', async () => {
    expect(await runHere(['jobs', 'pause', 'platform.trim-audit'], server.env)).toMatchObject({ code: 0 });
    expect(await runHere(['jobs', 'resume', 'platform.trim-audit'], server.env)).toMatchObject({ code: 0 });
  });
});

describe('stores', { timeout: 60_000 }, () => {
  it('are shown, cut off and let through again, which the audit knows', async () => {
    expect((await json(['store', 'status'])).value.breakers).toMatchObject({ graph: 'closed' });
    expect((await json(['store', 'open-breaker', 'sql', '--yes'])).value.breakers).toMatchObject({
      sql: 'open',
    });
    expect((await json(['store', 'close-breaker', 'sql'])).value.breakers).toMatchObject({ sql: 'closed' });
    expect(await json(['store', 'reconnect', 'graph'])).toMatchObject({
      code: exitCodes.failed.code,
      err: 'The graph is in this process: there is nothing to connect to.\n',
      value: { error: { code: 'unsupported' } },
    });
    const { items } = await server.gk.story.privacy.audit({ action: 'platform.*' });
    expect(items.map(({ action, principal }) => `${action} ${principal}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^platform\.open-breaker operator-\d+$/)]),
    );
  });
});

describe('people', { timeout: 60_000 }, () => {
  it('are erased by a plan, and the receipt names nobody', async () => {
    const { playerId, username } = await server.gk.story.players.create({ username: 'eve' });
    expect(await runHere(['erase', 'player', playerId, '--dry-run'], server.env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Player +1$/m),
    });
    const { value, code } = await json(['erase', 'player', playerId, '--yes']);
    expect(code).toBe(0);
    expect(JSON.stringify(value)).not.toContain(playerId);
    expect(JSON.stringify(value)).not.toContain(username);
    const receipts = await runHere(['erase', 'receipts'], server.env);
    expect(receipts.out).toContain(value.receipt.erasureId);
    await expect(server.gk.story.players.get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('without a server', { timeout: 60_000 }, () => {
  it('the stores are opened by the command itself, and hold what a server then finds', async () => {
    using folder = temporaryFolder();
    const env = { GRAPHKEEP_DATA: join(folder.path, 'data') };
    const { value: made } = await json(['keys', 'create', 'offline', '--scope', 'story:read'], env);
    const { value: keys } = await json(['keys', 'list'], env);
    expect(keys).toEqual([expect.objectContaining({ keyId: made.keyId, name: 'offline' })]);
    expect((await json(['jobs', 'run', 'platform.trim-journal'], env)).value.state).toBe('done');
    expect(await runHere(['schema', 'diff'], env)).toMatchObject({ code: 0 });
    expect((await json(['schema', 'show'], env)).value).toContainEqual(
      expect.objectContaining({ label: 'Player', unique: expect.arrayContaining(['username']) }),
    );
  });
});

it('Ctrl-C cancels what is asked for', async () => {
  const person = { interrupted: () => AbortSignal.abort() };
  expect(await runHere(['jobs', 'list'], server.env, person)).toMatchObject({
    code: exitCodes.cancelled.code,
  });
});

it('the schema of a running server is compared too', { timeout: 60_000 }, async () => {
  expect(await runHere(['schema', 'diff'], server.env)).toMatchObject({
    code: 0,
    out: 'the graph is as its definitions ask\n',
  });
});
