import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StartedGraphkeep, startGraphkeep } from '@graphkeep/faults';
import { createGraphkeep } from '@graphkeep/sdk';
import { noBrowser, type OpenPage, openPage, type ServedFolder, serveFolder } from '@graphkeep/test/browser';
import { build, defaultClientConditions } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const patience = { timeout: 10_000 };

describe.skipIf(noBrowser)('the app', () => {
  let folder: string;
  let site: ServedFolder;
  let server: StartedGraphkeep;
  let opened: OpenPage;
  const text = () => opened.page.textContent('main');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphkeep-react-'));
    site = await serveFolder(join(folder, 'site'));
    server = await startGraphkeep({ GRAPHKEEP_CORS_ORIGINS: site.origin });
    await build({
      root: fileURLToPath(new URL('..', import.meta.url)),
      logLevel: 'error',
      define: {
        'import.meta.env.VITE_GRAPHKEEP_URL': JSON.stringify(server.url),
        'import.meta.env.VITE_GRAPHKEEP_API_KEY': JSON.stringify(server.apiKey),
      },
      resolve: { conditions: ['@graphkeep/source', ...defaultClientConditions] },
      build: { outDir: join(folder, 'site') },
    });
    opened = await openPage(site.origin);
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('adds a player and shows it, and says what is wrong with another', async () => {
    await vi.waitFor(async () => expect(await text()).toContain('live'), patience);
    await opened.page.fill('input', 'ada');
    await opened.page.click('text=Add');
    await vi.waitFor(async () => expect(await text()).toContain('ada (0)'), patience);
    expect(opened.complaints).toEqual([]);
    await opened.page.fill('input', 'x');
    await opened.page.click('text=Add');
    await vi.waitFor(async () => expect(await text()).toContain('username: '), patience);
  });

  it('shows what others do, and the next page when it is asked to', async () => {
    const gk = createGraphkeep(server);
    for (const username of ['bea', 'cid', 'dan']) await gk.story.players.create({ username });
    await vi.waitFor(async () => expect(await text()).toContain('cid (0)'), patience);
    expect(await text()).not.toContain('dan');
    await opened.page.click('text=More');
    await vi.waitFor(async () => expect(await text()).toContain('dan (0)'), patience);
  });
});
