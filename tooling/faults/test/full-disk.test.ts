import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually } from '@graphkeep/test/eventually';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openDisk } from '../src/disk/full-disk.ts';
import { namespaceWays } from '../src/disk/namespace.ts';
import { fullDisk, fullDiskProblem, killProcess, startProcess } from '../src/index.ts';
import { script } from './support/script.ts';

const kib = 1_024;
const problem = await fullDiskProblem();
if (problem !== undefined) console.warn(`SKIPPED: the tests of the full disk. ${problem}`);

describe.skipIf(problem !== undefined && !process.env['CI'])('a full disk', () => {
  test('takes what fits, then fails with ENOSPC, and takes more once there is room', async () => {
    await using disk = await fullDisk({ bytes: 64 * kib });
    const file = join(disk.folder, 'data');
    await writeFile(file, Buffer.alloc(60 * kib));
    await expect(appendFile(file, Buffer.alloc(8 * kib))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect((await stat(file)).size).toBe(64 * kib);
    await rm(file);
    await writeFile(file, Buffer.alloc(32 * kib));
  });

  test('is seen by nobody else, and leaves nothing behind', async () => {
    const disk = await fullDisk({ bytes: 64 * kib });
    await writeFile(join(disk.folder, 'data'), 'x');
    expect(existsSync(disk.folderInside)).toBe(false);
    await disk[Symbol.asyncDispose]();
    expect(existsSync(disk.folder)).toBe(false);
    expect(existsSync(dirname(disk.folderInside))).toBe(false);
  });

  test('a command inside sees it as a plain folder', async () => {
    await using disk = await fullDisk({ bytes: 64 * kib });
    const write = 'realpath . && head -c 100000 /dev/zero > data; echo "code $?"';
    await using writer = await startProcess(...disk.inside('sh', ['-c', write]), { env: { LC_ALL: 'C' } });
    await writer.exited;
    expect(writer.output()).toContain(`${disk.folderInside}\n`);
    expect(writer.output()).toContain('No space left on device');
    expect(await readdir(disk.folder)).toEqual(['data']);
  });

  test.each(namespaceWays())('can be made $name', async (way) => {
    await using disk = await openDisk(way, 8 * kib);
    await expect(writeFile(join(disk.folder, 'data'), Buffer.alloc(9 * kib))).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    await using inside = await startProcess(...disk.inside('stat', ['--format=%s', 'data']));
    await inside.exited;
    expect(inside.output()).toBe(`${8 * kib}\n`);
  });

  test('goes with the process that made it, even by kill -9', async () => {
    const faults = new URL('../src/index.ts', import.meta.url).href;
    await using maker = await script(
      `import { fullDisk } from '${faults}';
      const disk = await fullDisk({ bytes: 4096 });
      console.log('folder ' + disk.folder + ';');
      setInterval(() => {}, 1_000);`,
      { ready: /;/ },
    );
    const folder = /folder (.*);/.exec(maker.output())?.[1] ?? '';
    expect(existsSync(folder)).toBe(true);
    await killProcess(maker.pid);
    await eventually(() => expect(existsSync(folder)).toBe(false));
    await rm(folder.replace(/^\/proc\/\d+\/root/, '').replace(/\/disk$/, ''), { recursive: true });
  });
});

test.each([0, -1, 1.5, Number.NaN])('%s bytes are refused', async (bytes) => {
  await expect(fullDisk({ bytes })).rejects.toThrow(
    `fullDisk: bytes must be a whole number above 0, not ${bytes}.`,
  );
});

test('a machine without namespaces answers with the reason, and keeps no folder', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'no-namespace-'));
  onTestFinished(() => rm(temporary, { recursive: true }));
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const way = { name: 'in a test', unshare: ['--no-such-option'], nsenter: [] };
  await expect(openDisk(way, 4_096)).rejects.toThrow(
    /unshare ended .* before it was ready.*\n.*no-such-option/,
  );
  expect(await readdir(temporary)).toEqual([]);
});
