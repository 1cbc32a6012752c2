import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '@graphkeep/contract';
import { type StartedGraphkeep, startGraphkeep, type TcpProxy, tcpProxy } from '@graphkeep/faults';
import { noBrowser, type OpenPage, openPage, type ServedFolder, serveFolder } from '@graphkeep/test/browser';
import { build, defaultClientConditions } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGraphkeep, type Graphkeep } from '../../src/index.ts';
import type { App } from './page.ts';

const patience = { timeout: 10_000 };

describe.skipIf(noBrowser)('in a browser, from another origin', () => {
  let folder: string;
  let site: ServedFolder;
  let server: StartedGraphkeep;
  let proxy: TcpProxy;
  let opened: OpenPage;
  let gk: Graphkeep;
  const call = <N extends keyof App>(name: N): Promise<Awaited<ReturnType<App[N]>>> =>
    opened.page.evaluate(`app.${name}()`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphkeep-page-'));
    await bundlePage(folder);
    site = await serveFolder(folder);
    server = await startGraphkeep({ GRAPHKEEP_CORS_ORIGINS: site.origin });
    const { hostname, port } = new URL(server.url);
    proxy = await tcpProxy({ target: { host: hostname, port: Number(port) } });
    const { apiKey } = server;
    gk = createGraphkeep({ url: server.url, apiKey });
    const settings = new URLSearchParams({ url: `http://${proxy.host}:${proxy.port}`, apiKey });
    opened = await openPage(`${site.origin}/#${settings}`);
  });
  afterAll(async () => {
    for (const one of [opened, proxy, server, site]) await one?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('needs nothing of Node', async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    expect(texts.join('\n')).not.toMatch(/node:|\bprocess\.|\bBuffer\b|browser-external/);
  });

  it('makes and reads, and nothing is complained of', async () => {
    expect(await call('makeAndRead')).toEqual({ names: ['Ada'], since: true });
    expect(opened.complaints).toEqual([]);
  });

  it('follows changes over a connection that is cut, and leaves none out', async () => {
    await call('follow');
    await vi.waitFor(async () => expect((await call('followed')).ready).toBe(1), patience);
    const players = [await newPlayer()];
    await vi.waitFor(async () => expect((await call('followed')).seen).toEqual(players), patience);
    expect(proxy.reset()).toBeGreaterThan(0);
    for (let count = 0; count < 3; count++) players.push(await newPlayer());
    await vi.waitFor(async () => expect((await call('followed')).seen).toEqual(players), patience);
    await call('unfollow');
    await vi.waitFor(
      async () => expect((await call('followed')).seen).toEqual([...players, 'ended']),
      patience,
    );
  });

  it('ends a call, and reads the error of another', async () => {
    expect(await call('cancel')).toBe('cancelled');
    expect(await call('fail')).toEqual({ code: 'not_found', known: true });
  });

  it('is refused from an origin that the server does not know', async () => {
    await using stranger = await serveFolder(folder);
    const settings = new URLSearchParams({ url: server.url, apiKey: server.apiKey });
    await using visited = await openPage(`${stranger.origin}/#${settings}`);
    expect(await visited.page.evaluate('app.fail()')).toEqual({ code: 'unavailable', known: false });
  });

  const newPlayer = async () => {
    const playerId = newId('ply');
    await gk.story.players.create({ playerId, username: playerId });
    return playerId;
  };
});

const bundlePage = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@graphkeep/source', ...defaultClientConditions] },
    build: {
      outDir: folder,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: fileURLToPath(new URL('page.ts', import.meta.url)),
        output: { entryFileNames: 'page.js', chunkFileNames: '[name].js' },
      },
    },
  });
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="page.js"></script>');
};
