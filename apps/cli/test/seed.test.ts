import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './support/run-here.ts';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphkeep-seed-'));
  // On a busy machine the first rows wait for the SQL store to be made.
  env = { GRAPHKEEP_DATA: folder, GRAPHKEEP_PROFILE: 'test', GRAPHKEEP_DEADLINE_MS: '60000' };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('seed story', { timeout: 60_000 }, () => {
  it('makes players, tells how far it is, and does it once', async () => {
    const first = await runHere(['seed', 'story', '--players', '2', '--seed', '5'], env);
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('players: 2 of 2') });
    expect(first.out).toMatch(/^2 players are made, with \d+ nodes and \d+ relationships\n$/);
    const again = await runHere(['seed', 'story', '--players', '2', '--seed', '5', '--json'], env);
    expect(JSON.parse(again.out)).toEqual({ made: 0, there: 2, erased: 0, nodes: {}, links: 0 });
    expect(again.err).toBe('');
  });

  it('stops where it is told to, with whole players', async () => {
    const stop = new AbortController();
    const stopped = await runHere(['seed', 'story', '--players', '2', '--seed', '6'], env, {
      interrupted: () => stop.signal,
      interactive: true,
      err: (text) => {
        if (text.includes('1 of 2')) stop.abort();
      },
    });
    expect(stopped).toMatchObject({ code: 130, out: '' });
    const { out } = await runHere(['seed', 'story', '--players', '2', '--seed', '6', '--json'], env);
    const { made, there } = JSON.parse(out) as { made: number; there: number };
    expect({ all: made + there, some: made > 0 && there > 0 }).toEqual({ all: 2, some: true });
  });

  it('refuses what is no number', async () => {
    expect(await runHere(['seed', 'story', '--players', 'many'], env)).toMatchObject({
      code: 2,
      err: expect.stringContaining('It must be a whole number.'),
    });
  });
});

describe('seed infra', { timeout: 60_000 }, () => {
  it('makes an estate with its measurements', async () => {
    const args = ['seed', 'infra', '--services', '2', '--days', '1', '--json'];
    const first = JSON.parse((await runHere(args, env)).out);
    expect(first).toMatchObject({ measurements: { duplicates: 0, rejected: 0 } });
    expect(first.measurements.inserted).toBeGreaterThan(500);
    expect(first.nodes).toBeGreaterThan(20);
  });
});
