import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it('defines, makes, reads, changes and finds', async () => {
  await using program = await startProcess(process.execPath, ['--conditions=@graphkeep/source', main]);
  const { code } = await program.exited;
  expect(program.output().trim().split('\n')).toEqual([
    'Ursula K. Le Guin wrote The Left Hand of Darkness in 1969',
    'Ursula K. Le Guin wrote The Dispossessed in 1974',
    'The Dispossessed: 3 left',
    'The Left Hand of Darkness: 0 left',
  ]);
  expect(code).toBe(0);
});
