import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LargeProgram, tsc, writeLargeProgram } from './large-program.ts';

const MAX_INSTANTIATIONS = 200_000;

let program: LargeProgram;
beforeAll(async () => {
  program = await writeLargeProgram();
});
afterAll(() => program[Symbol.asyncDispose]());

it('checks a client of 30 resources, with its use, within a budget', async () => {
  const output = await tsc(program.folder, '-p', '.', '--extendedDiagnostics');
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]);
  expect(instantiations).toBeGreaterThan(50_000);
  expect(instantiations).toBeLessThan(MAX_INSTANTIATIONS);
});
