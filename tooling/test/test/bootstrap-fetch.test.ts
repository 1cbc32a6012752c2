import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Checkout } from './support/checkout.ts';
import { Registry } from './support/registry.ts';

const printNode = ['node', '-p', 'process.env.GRAPHKEEP_TOOLCHAIN_NODE'];
const nowhere = 'http://127.0.0.1:9';

describe.concurrent('the bootstrap', () => {
  test.each(['14.21.3', '18.20.0'])('says in one line that Node %s is too old', async (node) => {
    using checkout = new Checkout(nowhere);
    const { code, stdout, stderr } = await checkout.start(printNode, { node });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `graphkeep: Node ${node} is too old. Install Node 20 or newer from https://nodejs.org, then run the same command again.\n`,
    });
  });

  test('says in one line, with the code of npm, that the registry cannot be reached', async () => {
    using checkout = new Checkout(nowhere);
    const { code, stderr } = await checkout.start(printNode);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'graphkeep: fetching Node 24.21.0 from the npm registry, once',
      expect.stringMatching(/^graphkeep: Node 24\.21\.0 could not be fetched .*\(npm says ECONNREFUSED\)/),
    ]);
    expect(readdirSync(checkout.cache)).toEqual([]);
  });

  test('fetches Node and pnpm once, and again where one is cut off or was never completed', async () => {
    await using registry = await Registry.start();
    using checkout = new Checkout(registry.url);
    const cold = {
      code: 0,
      stdout: 'v24.21.0\n',
      stderr:
        'graphkeep: fetching Node 24.21.0 from the npm registry, once\n' +
        'graphkeep: fetching pnpm 12.21.0 from the npm registry, once\n',
    };
    const warm = { ...cold, stderr: '' };
    expect(await checkout.start(printNode)).toEqual(cold);
    expect(await checkout.start(printNode)).toEqual(warm);

    const [pnpm = '', node = ''] = readdirSync(checkout.cache).sort();
    rmSync(join(checkout.cache, pnpm, 'complete.json'));
    const [nodePackage = ''] = readdirSync(join(checkout.cache, node, 'node_modules')).filter((name) =>
      /^node-/.test(name),
    );
    truncateSync(join(checkout.cache, node, 'node_modules', nodePackage, 'bin', 'node'), 10);
    expect(await checkout.start(printNode)).toEqual(cold);
    expect(await checkout.start(printNode)).toEqual(warm);
    expect(readdirSync(checkout.cache).sort()).toEqual([pnpm, node]);
  });

  test('takes the next Node where the first is not published for the platform', async () => {
    await using registry = await Registry.start(['26.10.0']);
    using checkout = new Checkout(registry.url);
    expect(await checkout.start(printNode)).toMatchObject({ code: 0, stdout: 'v26.10.0\n' });
  });

  test('says what to install where no Node is published for the platform', async () => {
    await using registry = await Registry.start([]);
    using checkout = new Checkout(registry.url);
    const { code, stderr } = await checkout.start(printNode);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^graphkeep: Node 24\.11 or newer is needed, this is 20\.11\.0, and the registry has none for .*nodejs\.org/,
    );
  });

  test('lets two cold starts at once both succeed', async () => {
    await using registry = await Registry.start();
    using checkout = new Checkout(registry.url);
    const starts = await Promise.all([checkout.start(printNode), checkout.start(printNode)]);
    expect(starts.map(({ code, stdout }) => ({ code, stdout }))).toEqual([
      { code: 0, stdout: 'v24.21.0\n' },
      { code: 0, stdout: 'v24.21.0\n' },
    ]);
    expect(readdirSync(checkout.cache)).toHaveLength(2);
  });

  test('says which folder cannot be written to', async () => {
    using checkout = new Checkout(nowhere);
    checkout.folder.write('cache', 'a file where the folder should be');
    const { code, stderr } = await checkout.start(printNode);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `graphkeep: cannot write to ${checkout.cache} (ENOTDIR). Make it writable, or set XDG_CACHE_HOME to a folder that is.\n`,
    );
  });
});
