import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { startProcess } from '@graphkeep/faults';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runHere } from './support/run-here.ts';

const SECRET = 'a root secret of the tests that is long enough';
const dyingImport = fileURLToPath(new URL('./support/dying-import.ts', import.meta.url));

let folder: string;
const at = (name: string): string => join(folder, name);
/** An installation with a folder of its own. */
const installation = (name: string, secret = SECRET) => ({
  GRAPHKEEP_DATA: at(name),
  GRAPHKEEP_PROFILE: 'test',
  GRAPHKEEP_SECRET: secret,
});
const json = async (args: readonly string[], env: Record<string, string>) => {
  const { out, err, code } = await runHere([...args, '--json'], env);
  if (code !== 0) throw new Error(`${code}: ${out}${err}`);
  return JSON.parse(out) as { digest: string; nodes: unknown; links: unknown };
};
/** What is in an installation. */
const digestOf = async (name: string): Promise<string> => {
  const file = at(`${name}-again.ndjson`);
  const { digest } = await json(['export', file, '--force'], installation(name));
  return digest;
};

let digest: string;
beforeAll(async () => {
  vi.setConfig({ testTimeout: 60_000 });
  folder = await mkdtemp(join(tmpdir(), 'graphkeep-transfer-'));
  await json(['seed', 'story', '--players', '1'], installation('source'));
  for (const name of ['whole.ndjson', 'whole.ndjson.gz', 'whole.ndjson.zst'])
    ({ digest } = await json(['export', at(name)], installation('source')));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an export', () => {
  it('is one file, packed as its name says, that only its owner reads', async () => {
    const sizes = await Promise.all(
      ['', '.gz', '.zst'].map(async (end) => (await stat(at(`whole.ndjson${end}`))).size),
    );
    const [plain = 0, gz = 0, zst = 0] = sizes;
    expect(gz).toBeLessThan(plain / 3);
    expect(zst).toBeLessThan(plain / 3);
    expect((await stat(at('whole.ndjson'))).mode & 0o077).toBe(0);
    const text = await readFile(at('whole.ndjson'), 'utf8');
    expect(
      gunzipSync(await readFile(at('whole.ndjson.gz')))
        .toString()
        .split('\n')
        .slice(1),
    ).toEqual(text.split('\n').slice(1));
    expect(text).not.toContain('@example.org');
  });

  it('replaces no file unless it is told to, and leaves none where it ends before its time', async () => {
    expect(await runHere(['export', at('whole.ndjson')], installation('source'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    });
    const stopped = await runHere(['export', at('stopped.ndjson')], installation('source'), {
      interrupted: () => AbortSignal.abort(),
    });
    expect(stopped.code).toBe(130);
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  it('may be of one domain', async () => {
    const { nodes } = await json(['export', at('infra.ndjson'), '--domain', 'infra'], installation('source'));
    expect(nodes).toBe(0);
    const story = await json(['export', at('story.ndjson'), '--domain', 'story'], installation('source'));
    expect(story.nodes).toBeGreaterThan(100);
    expect(await readFile(at('story.ndjson'), 'utf8')).not.toContain('GraphkeepAudit');
  });

  it('is not made of a graph that is not there', async () => {
    expect(await runHere(['export', at('none.ndjson')], installation('nowhere'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no graph in'),
    });
  });
});

describe('an import', () => {
  it.each(['whole.ndjson', 'whole.ndjson.gz', 'whole.ndjson.zst'])(
    'of %s brings all of it back',
    async (name) => {
      const target = `from-${name}`;
      const report = await json(['import', at(name)], installation(target));
      expect(report).toMatchObject({
        digest,
        verified: 'content',
        nodes: { Player: 1, GraphkeepAuditChain: 1 },
      });
      expect(await digestOf(target)).toBe(digest);
    },
  );

  it('leaves the audit as it was sealed', async () => {
    await using platform = await openTestPlatform({
      graph: {},
      environment: {
        ...installation('from-whole.ndjson.gz'),
        NEO4J_URI: `file:${at('from-whole.ndjson.gz/graph')}`,
      },
    });
    const { audit } = platform.as({ id: 'auditor', scopes: ['*'] });
    const { entries, ...verdict } = await audit.verify();
    expect(verdict).toMatchObject({ intact: true, unknownSeals: [] });
    expect(entries).toBeGreaterThan(1);
  });

  it('refuses a graph that is not empty, and merges where it is told to', async () => {
    const env = installation('from-whole.ndjson');
    const refused = await runHere(['import', at('whole.ndjson')], env);
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('The store is not empty: it has Player'),
    });
    expect(await runHere(['import', at('story.ndjson'), '--merge'], env)).toMatchObject({ code: 2 });
    expect(await json(['import', at('story.ndjson'), '--merge', '--yes'], env)).toMatchObject({
      verified: 'counts',
    });
    const twoAudits = await runHere(['import', at('whole.ndjson'), '--merge', '--yes'], env);
    expect(twoAudits).toMatchObject({ code: 1, err: expect.stringContaining('which cannot be merged') });
    expect(await digestOf('from-whole.ndjson')).toBe(digest);
  });

  it('writes nothing of a file that is damaged or cut off, and says where', async () => {
    const text = await readFile(at('whole.ndjson'), 'utf8');
    const packed = gzipSync(text);
    const damaged: [name: string, content: string | Uint8Array, problem: RegExp][] = [
      ['changed.ndjson', text.replace('Harbour', 'Harbor!'), /Line \d+ .* is not as it was written/],
      ['cut.ndjson', text.slice(0, text.length / 2), /Line \d+ of the export cannot be read/],
      ['less.ndjson', text.split('\n').toSpliced(9, 1).join('\n'), /it counts \d+ lines, and \d+ came/],
      ['cut.ndjson.gz', packed.subarray(0, packed.length / 2), /damaged or cut off after line \d+/],
      ['nothing.ndjson', '', /cut off/],
      ['other.ndjson', '{"hello":1}\n', /no header of an export/],
    ];
    const env = installation('stays-empty');
    for (const [name, content, problem] of damaged) {
      await writeFile(at(name), content);
      const { code, err } = await runHere(['import', at(name)], env);
      expect({ name, code, err }).toEqual({ name, code: 1, err: expect.stringMatching(problem) });
    }
    expect((await json(['export', at('empty.ndjson')], env)).nodes).toBe(0);
  });

  it('refuses what it could not decrypt, and looks without writing', async () => {
    const other = installation('other-secret', 'another root secret that is as long as the first');
    const { code, err } = await runHere(['import', at('whole.ndjson')], other);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/is encrypted.*GRAPHKEEP_SECRET/) });
    const { out } = await runHere(['import', at('whole.ndjson'), '--dry-run'], installation('looked-at'));
    expect(out).toContain(`the file is whole (${digest})\n1 Player\n`);
    await expect(stat(at('looked-at'))).rejects.toThrow('ENOENT');
  });

  it('that was cancelled leaves a store that nobody opens, and begins again', async () => {
    const stop = new AbortController();
    const env = installation('cancelled');
    const stopped = await runHere(['import', at('whole.ndjson')], env, {
      interactive: true,
      interrupted: () => stop.signal,
      err: (text) => {
        if (text.includes('writing')) stop.abort();
      },
    });
    expect(stopped).toMatchObject({ code: 130, out: '' });
    const seeding = await runHere(['seed', 'story', '--players', '1'], env);
    expect(seeding).toMatchObject({
      code: 1,
      err: expect.stringContaining('being filled from whole.ndjson'),
    });
    const other = await runHere(['import', at('story.ndjson')], env);
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('being filled from whole.ndjson') });
    await json(['import', at('whole.ndjson')], env);
    expect(await digestOf('cancelled')).toBe(digest);
  });

  it('that was killed begins again, and doubles nothing', async () => {
    const env = { ...process.env, ...installation('killed') };
    const args = ['--conditions=@graphkeep/source', dyingImport, at('whole.ndjson')];
    await using killed = await startProcess(process.execPath, args, { env });
    expect(await killed.exited).toMatchObject({ signal: 'SIGKILL' });
    const { err } = await runHere(['seed', 'story', '--players', '1'], installation('killed'));
    expect(err).toContain('being filled from whole.ndjson');
    await json(['import', at('whole.ndjson')], installation('killed'));
    expect(await digestOf('killed')).toBe(digest);
  });
});

describe('a move', () => {
  it('carries all of it', async () => {
    const addresses = ['--from', `file:${at('source/graph')}`, '--to', `file:${at('moved/graph')}`];
    expect(await json(['move', ...addresses], installation('any'))).toMatchObject({
      digest,
      verified: 'content',
    });
    expect(await digestOf('moved')).toBe(digest);
    expect((await runHere(['move', ...addresses], installation('any'))).err).toContain(
      'The store is not empty',
    );
  });

  it.each([
    [['--from', 'file:here', '--to', './there'], './there is no address of a graph'],
    [['--from', 'file:here', '--to', 'file:./here'], 'are the same graph'],
    [['--from', 'file:here'], "required option '--to"],
  ])('refuses %j', async (args, problem) => {
    const { code, err } = await runHere(['move', ...args], installation('any'));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(problem) });
  });
});
