import { beforeAll, describe, expect, it } from 'vitest';
import { withHooks } from '../../src/with-hooks.ts';
import { bareEngines } from '../bare-engines.ts';
import { library } from './library.ts';
import { Person } from './people.ts';

describe.each((await bareEngines()).slice(0, 1))('hooks', (bare) => {
  const { repo, fill } = library(bare);
  beforeAll(fill);

  it('run around a call, and may change what it gets', async () => {
    const told: string[] = [];
    const people = withHooks(
      withHooks(repo(Person), {
        before: {
          get: (input) => {
            told.push(`get ${input.personId}`);
            return undefined;
          },
        },
      }),
      {
        before: {
          get: async (input) => ({ ...input, personId: input.personId.toLowerCase() }),
          count: () => ({ where: { active: true } }),
        },
        after: {
          get: ({ name }) => void told.push(`got ${name}`),
          count: (count) => void told.push(`counted ${count}`),
        },
      },
    );
    expect((await people.get({ personId: 'ADA', include: { home: true } })).home?.name).toBe('North');
    expect(await people.count()).toBe(4);
    expect(told).toEqual(['get ada', 'got ADA', 'counted 4']);
  });

  it('refuse a call by throwing, and cannot hang on a method that there is not', async () => {
    const people = withHooks(repo(Person), {
      before: {
        find: () => {
          throw new Error('not now');
        },
      },
    });
    await expect(people.find()).rejects.toThrow('not now');
    expect(await people.exists()).toBe(true);
    expect(() => withHooks(repo(Person), { before: { cuont: () => undefined } as never })).toThrow(
      /no method cuont/,
    );
  });
});
