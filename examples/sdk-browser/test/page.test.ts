import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type StartedGraphkeep, startGraphkeep } from '@graphkeep/faults';
import { createGraphkeep } from '@graphkeep/sdk';
import { noBrowser, type OpenPage, openPage, type ServedFolder, serveFolder } from '@graphkeep/test/browser';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const example = fileURLToPath(new URL('..', import.meta.url));
const patience = { timeout: 10_000 };

describe.skipIf(noBrowser)('the page', () => {
  let folder: string;
  let site: ServedFolder;
  let server: StartedGraphkeep;
  let opened: OpenPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphkeep-static-'));
    await promisify(execFile)('tsdown', ['--out-dir', join(folder, 'dist')], { cwd: example });
    await copyFile(join(example, 'index.html'), join(folder, 'index.html'));
    site = await serveFolder(folder);
    server = await startGraphkeep({ GRAPHKEEP_CORS_ORIGINS: site.origin });
    opened = await openPage(site.origin);
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    await site?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const connect = async (key: string) => {
    await opened.page.fill('[name=url]', server.url);
    await opened.page.fill('[name=apiKey]', key);
    await opened.page.click('button');
  };
  const status = (text: string) =>
    vi.waitFor(async () => expect(await opened.page.textContent('#status')).toContain(text), patience);

  it('shows the players, and those who come', async () => {
    const gk = createGraphkeep(server);
    await gk.story.players.create({ username: 'ada' });
    await connect(server.apiKey);
    await status('live');
    const shown = () => opened.page.textContent('#players');
    await vi.waitFor(async () => expect(await shown()).toContain('ada, since '), patience);
    await gk.story.players.create({ username: 'bea' });
    await vi.waitFor(async () => expect(await shown()).toMatch(/bea, since .*ada, since /), patience);
    expect(opened.complaints).toEqual([]);
  });

  it('says what is wrong with a key', async () => {
    await connect('gk_nobody_0123456789abcdefghijklmnopqr');
    await status('unauthenticated: ');
    await connect('');
    await status('apiKey: is missing');
  });
});
