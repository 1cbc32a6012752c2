import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exitCodes } from '../src/frame/exit-codes.ts';
import { temporaryFolder } from './support/folder.ts';
import { runHere } from './support/run-here.ts';
import { startTestServer } from './support/server.ts';

let folder: ReturnType<typeof temporaryFolder>;
let graph = '';
let sql = '';
let env: Record<string, string> = {};
beforeAll(() => {
  folder = temporaryFolder();
  [graph, sql] = [join(folder.path, 'graph-files'), join(folder.path, 'sql-files')];
  env = { GRAPHKEEP_DATA: join(folder.path, 'data') };
  mkdirSync(graph);
  mkdirSync(sql);
  writeFileSync(
    join(graph, '0001-first.mjs'),
    `export const up = ({ run }) => run("CREATE (:Thing {id: 'one'})");
     export const down = ({ run }) => run('MATCH (n:Thing) DELETE n');`,
  );
  writeFileSync(
    join(graph, '0002-second.mjs'),
    `export const up = ({ run }) => run("MATCH (n:Thing) SET n.at = 1");`,
  );
  writeFileSync(
    join(sql, '0001-notes.mjs'),
    `export const up = ['CREATE TABLE notes (id int)', 'INSERT INTO notes VALUES (1)'];
     export const down = ['DROP TABLE notes'];`,
  );
});
afterAll(() => folder[Symbol.dispose]());

const both = () => ['--graph', graph, '--sql', sql];
const json = async (...args: string[]) => {
  const { out, code, err } = await runHere(['migrate', ...args, '--json'], env);
  return { value: JSON.parse(out), code, err };
};
const states = async () => {
  const { value } = await json('status', '--graph', graph);
  return value.map((one: { name: string; state: string }) => `${one.name} ${one.state}`);
};

it('runs both databases up and down, with a look before', { timeout: 120_000 }, async () => {
  expect(await states()).toEqual(['0001-first pending', '0002-second pending']);
  const { value: trial } = await json('up', '--dry-run', ...both());
  expect(trial.statements).toEqual([
    { database: 'graph', migration: '0001-first', text: "CREATE (:Thing {id: 'one'})" },
    { database: 'graph', migration: '0002-second', text: 'MATCH (n:Thing) SET n.at = 1' },
    { database: 'sql', migration: '0001-notes', text: 'CREATE TABLE notes (id int)' },
    { database: 'sql', migration: '0001-notes', text: 'INSERT INTO notes VALUES (1)' },
  ]);
  expect(await states()).toEqual(['0001-first pending', '0002-second pending']);

  const up = await runHere(['migrate', 'up', ...both()], env);
  expect(up).toMatchObject({
    code: 0,
    out: 'graph: 0001-first is applied\ngraph: 0002-second is applied\nsql: 0001-notes is applied\n',
  });
  expect(await states()).toEqual(['0001-first applied', '0002-second applied']);
  const history = await runHere(['migrate', 'history', '--graph', graph], env);
  expect(history.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +graph +0001-first +applied$/m);

  expect(await runHere(['migrate', 'down', ...both(), '--yes'], env)).toMatchObject({
    code: exitCodes.misused.code,
    err: 'Say which database: --graph FOLDER, --sql FOLDER or --domain infra.\n',
  });
  expect((await json('down', '--graph', graph, '--dry-run')).value).toEqual({ meant: ['0002-second'] });
  expect(await runHere(['migrate', 'down', '--graph', graph], env)).toMatchObject({
    code: exitCodes.misused.code,
    err: expect.stringContaining('0002-second is to be undone.'),
  });
  expect((await json('down', '--sql', sql, '--yes')).value).toEqual({ reverted: ['0001-notes'] });
  expect(await runHere(['migrate', 'down', '--graph', graph, '--yes'], env)).toMatchObject({
    code: exitCodes.failed.code,
    err: expect.stringContaining('The migration 0002-second has no `down`'),
  });

  writeFileSync(join(graph, '0001-first.mjs'), 'export const up = () => {};');
  expect(await runHere(['migrate', 'status', '--graph', graph], env)).toMatchObject({
    code: exitCodes.problems.code,
    out: expect.stringMatching(/^graph +0001-first +changed/m),
  });
});

it('says what is missing, and what no migration is', { timeout: 60_000 }, async () => {
  expect(await runHere(['migrate', 'status', '--sql', join(folder.path, 'nowhere')], env)).toMatchObject({
    code: exitCodes.misused.code,
    err: expect.stringMatching(/^There is no folder .+nowhere/),
  });
  const wrong = join(folder.path, 'wrong');
  mkdirSync(wrong);
  writeFileSync(join(wrong, '0001-x.mjs'), 'export const up = () => {};');
  expect(await runHere(['migrate', 'status', '--sql', wrong], env)).toMatchObject({
    code: exitCodes.failed.code,
    err: expect.stringMatching(/^0001-x.mjs is no migration: `up`/),
  });
});

it('waits for no server that holds the graph: it says which process does', { timeout: 60_000 }, async () => {
  await using server = await startTestServer();
  expect(await runHere(['migrate', 'status', '--graph', graph], server.env)).toMatchObject({
    code: exitCodes.failed.code,
    err: expect.stringContaining(`is in use by process ${process.pid}. Stop it`),
  });
});
