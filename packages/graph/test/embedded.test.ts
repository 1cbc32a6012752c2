import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import { Player, storyGraph } from '@graphkeep/models/story';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openGraph } from '../src/index.ts';
import { guard } from './engines.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphkeep-embedded-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (path = join(folder, 'graph')) => openGraph({ graph: storyGraph, url: `file:${path}`, guard });
const writer = () =>
  startProcess(
    process.execPath,
    ['--conditions=@graphkeep/source', join(import.meta.dirname, 'writer.ts'), join(folder, 'graph')],
    {
      ready: /ply_/,
      outputLimit: 10_000_000,
    },
  );

describe('a graph in a folder', () => {
  it('is there when it is opened again', async () => {
    const first = await open();
    const made = await first.repo(Player).create({ username: 'ada' });
    await first.close();
    const second = await open();
    expect(await second.repo(Player).get({ playerId: made.playerId })).toEqual(made);
    await expect(second.repo(Player).create({ username: 'ada' })).rejects.toMatchObject({
      code: 'already_exists',
    });
    await second.close();
  });

  it('belongs to one process: a second is told which one has it', async () => {
    await using other = await writer();
    await expect(open()).rejects.toThrow(
      `The data folder ${folder}/graph is in use by process ${other.pid}. Stop it, or set GRAPHKEEP_DATA to another folder.`,
    );
  });

  it('loses nothing that was acknowledged when its process is killed, and is free at once', async () => {
    const other = await writer();
    await vi.waitFor(() => expect(other.output().split('\n').length).toBeGreaterThan(200), {
      timeout: 10_000,
    });
    await other.kill();
    const acknowledged = other
      .output()
      .split('\n')
      .filter((line) => /^ply_.{26}$/.test(line));
    const store = await open();
    const found = new Set<string>();
    let after: string | undefined;
    do {
      const page = await store.repo(Player).find({ limit: 200, ...(after && { after }) });
      for (const { playerId } of page.items) found.add(playerId);
      after = page.next ?? undefined;
    } while (after);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(200);
    await store.close();
  });

  it('says what to do where the folder cannot be made, or holds something else', async () => {
    writeFileSync(join(folder, 'file'), 'x');
    await expect(open(join(folder, 'file', 'graph'))).rejects.toThrow(/cannot be made: .*Set GRAPHKEEP_DATA/);
    await open().then((store) => store.close());
    expect(existsSync(join(folder, 'graph', 'graph.db'))).toBe(true);
    const whole = readFileSync(join(folder, 'graph', 'graph.db'));
    writeFileSync(join(folder, 'graph', 'graph.db'), whole.fill(7));
    await expect(open()).rejects.toThrow(/cannot be opened: .*Restore it from a backup/s);
  });
});
