import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedProcess, startProcess } from '@graphkeep/faults';
import { defineGraph } from '@graphkeep/models';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../src/journal/journal.ts';
import { createMigrator } from '../src/migrations/migrator.ts';
import { openSchema } from '../src/schema/schema.ts';
import { read, write } from './bare-engines.ts';
import { countingMigration, ROWS } from './counting-migration.ts';
import { engineAt } from './engine-at.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const neo4j = await testNeo4j();
const places = [
  { name: 'embedded', place: (test: string) => [join(folder, test)] },
  ...(neo4j ? [{ name: 'neo4j', place: () => [neo4j.url, neo4j.password] }] : []),
];

const start = (script: string, place: readonly string[]): Promise<StartedProcess> =>
  startProcess(
    process.execPath,
    ['--conditions=@graphkeep/source', join(import.meta.dirname, script), ...place],
    { ready: /^open/m, outputLimit: 10_000_000 },
  );
const linesOf = (child: StartedProcess, pattern: RegExp) =>
  child
    .output()
    .split('\n')
    .filter((line) => pattern.test(line));

describe.each(places)('a process that is killed on $name', ({ place }) => {
  beforeEach(async ({ task }) => {
    const engine = engineAt(place(task.id));
    await write(engine, 'MATCH (n) DETACH DELETE n');
    await write(engine, 'UNWIND range(1, $rows) AS i CREATE (:Person {id: toString(1000 + i)})', {
      rows: engine.codec.encodeCount(ROWS),
    });
    await openSchema(engine, defineGraph()).apply();
    await engine.close();
  });

  it('half-way through a migration has done each row once when another has gone on', async ({ task }) => {
    await using child = await start('migrating.ts', place(task.id));
    await vi.waitFor(() => expect(linesOf(child, /^batch/).length).toBeGreaterThan(5), 20_000);
    await child.kill();
    const kept = linesOf(child, /^batch/).length;
    const engine = engineAt(place(task.id));
    const done: number[] = [];
    await createMigrator(engine, {
      migrations: [countingMigration],
      onProgress: (progress) => void (progress.done !== undefined && done.push(progress.done)),
    }).up();
    expect(linesOf(child, /^applied/)).toEqual([]);
    expect(done[0]).toBeGreaterThan(kept * 5);
    const counts = await read(engine, 'MATCH (n:Person) RETURN n.count AS count');
    expect(counts).toHaveLength(ROWS);
    expect(counts.filter(([count]) => Number(count) !== 1)).toEqual([]);
    await engine.close();
  });

  it('while its relay numbers what it writes leaves a journal that another completes', async ({ task }) => {
    await using child = await start('recording.ts', place(task.id));
    await vi.waitFor(() => expect(linesOf(child, /^k\d/).length).toBeGreaterThan(100), 20_000);
    await child.kill();
    const acknowledged = linesOf(child, /^k\d+-\d+$/);
    const engine = engineAt(place(task.id));
    const journal = openJournal(engine, () => new Date(), { leaseMs: 500 });
    await journal.read({ after: 0 });
    await vi.waitFor(async () => expect((await journal.status()).pending).toBe(0), 20_000);
    const keys: string[] = [];
    for (let after = 0; ; ) {
      const page = await journal.read({ after, limit: 1_000 });
      if (page.kind === 'reload' || page.entries.length === 0) break;
      expect(page.entries.map(({ seq }) => seq)).toEqual(page.entries.map((_, index) => after + index + 1));
      keys.push(...page.entries.flatMap(({ changes }) => changes.map(({ key }) => key)));
      after = page.cursor;
    }
    expect(keys.length).toBe((await journal.status()).last);
    expect(new Set(keys).size).toBe(keys.length);
    expect(acknowledged.filter((key) => !keys.includes(key))).toEqual([]);
    await journal.close();
    await engine.close();
  });
});
