import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '@graphkeep/faults';
import { Player, storyGraph } from '@graphkeep/models/story';
import { eventually } from '@graphkeep/test/eventually';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

  it('loses nothing that was acknowledged however often its process is killed, and is free at once', {
    timeout: 60_000,
  }, async () => {
    const acknowledged: string[] = [];
    for (let kills = 0; kills < 3; kills++) {
      const other = await writer();
      await eventually(() => expect(other.output().split('\n').length).toBeGreaterThan(200));
      await other.kill();
      const lines = other.output().split('\n');
      acknowledged.push(...lines.filter((line) => /^ply_.{26}$/.test(line)));
    }
    const store = await open();
    const found = new Set<string>();
    let after: string | undefined;
    do {
      const page = await store.repo(Player).find({ limit: 200, ...(after && { after }) });
      for (const { playerId } of page.items) found.add(playerId);
      after = page.next ?? undefined;
    } while (after);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(600);
    await store.close();
  });

  it('says which release wrote it, and is not opened by an older one', async () => {
    const file = join(folder, 'graph', 'version.json');
    await open().then((store) => store.close());
    const version = JSON.parse(readFileSync(file, 'utf8'));
    expect(version).toEqual({ format: 1, engine: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    await open().then((store) => store.close());
    for (const later of [
      { ...version, format: 2 },
      { ...version, engine: '99.0.0' },
    ]) {
      writeFileSync(file, JSON.stringify(later));
      await expect(open()).rejects.toThrow(
        `was written by a later release (format ${later.format}, engine ${later.engine};`,
      );
    }
    writeFileSync(file, '{"format"');
    await expect(open()).rejects.toThrow(/version.json does not say which release wrote the folder/);
    writeFileSync(file, JSON.stringify({ ...version, engine: '0.0.1' }));
    await open().then((store) => store.close());
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(version);
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
