import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';

const here = new URL(import.meta.url);
const page = '../../../../docs/moving-data.md';
const runLines = fileURLToPath(new URL('../support/run-lines.ts', here));

it('shows the code that is compiled and run here: npm test -- --filter=@graphkeep/cli -- -u', async () => {
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});

it('has commands that run one after the other', { timeout: 120_000 }, async () => {
  const text = await readFile(new URL(page, here), 'utf8');
  const lines = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    // These have tests of their own: one needs a server, the other takes its time.
    .filter((line) => !/bolt:|seed infra/.test(line))
    .map((line) => line.replace('--players 8', '--players 1'));
  expect(lines.length).toBeGreaterThan(6);
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-page-'));
  try {
    const env = { ...process.env, GRAPHKEEP_PROFILE: 'test' };
    const args = ['--conditions=@graphkeep/source', runLines, ...lines];
    await using program = await startProcess(process.execPath, args, { cwd: folder, env });
    const { code } = await program.exited;
    expect(program.output()).toContain(`$ ${lines.at(-1)}\n`);
    expect({ code, output: program.output() }).toMatchObject({ code: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
