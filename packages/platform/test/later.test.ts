import { newId } from '@graphkeep/contract';
import { testRedis } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { defineLater, defineService, type Scoped } from '../src/index.ts';
import { openTestPlatform } from '../src/testing/index.ts';
import { type BoardGraph, boardDomain, Note } from './board.ts';

const redis = await testRedis();
const engines = [
  { name: 'in process', environment: {} },
  ...(redis ? [{ name: 'over Redis', environment: { REDIS_URL: redis.url } }] : []),
];

describe.each(engines)('what is opened at its first use, $name', ({ environment }) => {
  it('writes what was to be written later, before the platform is closed', async () => {
    const written: string[] = [];
    const texts = defineLater<BoardGraph, string>({
      name: 'texts',
      write: async (system, items) => {
        for (const { value } of items) {
          await system.repo(Note).create({ playerId: newId('ply'), text: value });
          written.push(value);
        }
      },
    });
    const platform = await openTestPlatform({ ...boardDomain, environment });
    const scope = platform.as({ id: 'test', scopes: ['*'] });
    await scope.transaction(async () => {
      for (const text of ['a', 'b', 'c']) await scope.later(texts).push(text);
    });
    await platform.close();
    expect(written).toEqual(['a', 'b', 'c']);
  });

  it('is one for the platform, and is closed in reverse, while the stores are open', async () => {
    const closed: string[] = [];
    const serviceOf = (name: string) =>
      defineService({
        name,
        open: (system: Scoped<BoardGraph>) => ({ name, system }),
        close: async ({ system }) => {
          await system.repo(Note).create({ playerId: newId('ply'), text: name });
          closed.push(name);
        },
      });
    const [first, second] = [serviceOf('first'), serviceOf('second')];
    const platform = await openTestPlatform({ ...boardDomain, environment });
    const scope = platform.as({ id: 'test', scopes: ['*'] });
    const opened = scope.service(first);
    scope.service(second);
    expect(platform.asSystem('a look').service(first)).toBe(opened);
    expect(opened.system.principal).toMatchObject({ id: 'system:first' });
    await platform.drain();
    await platform.close();
    expect(closed).toEqual(['second', 'first']);
  });
});
