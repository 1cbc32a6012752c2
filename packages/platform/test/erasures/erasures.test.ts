import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@graphkeep/contract';
import { storyGraph } from '@graphkeep/models/story';
import { afterAll, expect, it } from 'vitest';
import { erasuresOf, pseudonymOf } from '../../src/index.ts';
import { openTestPlatform } from '../../src/testing/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-erasures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = (data: string, list: string) =>
  openTestPlatform({
    graph: storyGraph,
    environment: {
      GRAPHKEEP_DATA: join(folder, data),
      NEO4J_URI: `file:${join(folder, data, 'graph')}`,
      GRAPHKEEP_ERASURES: list,
    },
  });

it('is known after the graph was lost, and names nobody', async () => {
  const list = join(folder, 'list');
  const owner = newId('ply');
  {
    await using platform = await open('first', list);
    const erasures = erasuresOf(platform.as({ id: 'system', scopes: ['*'] }));
    const begun = await erasures.begin(owner);
    expect(await erasures.begin(owner)).toEqual(begun);
    expect(await erasures.open()).toEqual([begun]);
    await erasures.note(begun.erasureId, { Player: 1 });
    expect(await erasures.done(begun.erasureId, { Player: 1 })).toMatchObject({
      counts: { Player: 1 },
      doneAt: expect.any(Date),
    });
    await expect(erasures.continue(begun.erasureId)).rejects.toMatchObject({ code: 'not_found' });
    expect(JSON.stringify(await erasures.receipts())).not.toContain(owner);
    expect(readFileSync(join(list, `${begun.erasureId}.json`), 'utf8')).not.toContain(owner);
  }
  await using platform = await open('second', list);
  const erasures = erasuresOf(platform.as({ id: 'system', scopes: ['*'] }));
  expect(await erasures.isErased(owner)).toBe(true);
  expect(await erasures.isErased(newId('ply'))).toBe(false);
  expect(await erasures.pseudonyms()).toEqual(new Set([pseudonymOf(owner)]));
});

it('erases nobody while the list cannot be written', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  await using platform = await open('third', join(file, 'list'));
  const erasures = erasuresOf(platform.as({ id: 'system', scopes: ['*'] }));
  await expect(erasures.begin(newId('ply'))).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('GRAPHKEEP_ERASURES'),
  });
  expect(await erasures.open()).toEqual([]);
});
