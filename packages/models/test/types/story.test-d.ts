import { expectTypeOf, it } from 'vitest';
import type { CreateOf, EntityOf, LoadedOf, WhereOf } from '../../src/index.ts';
import type { Character, Player, StoryGraph } from '../../src/story/index.ts';

it('types what is read and what is sent', () => {
  expectTypeOf<EntityOf<typeof Character>['level']>().toEqualTypeOf<number>();
  expectTypeOf<EntityOf<typeof Character>['role']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<EntityOf<typeof Player>['createdAt']>().toEqualTypeOf<Date>();
  expectTypeOf<{ playerId: string; name: string }>().toExtend<CreateOf<typeof Character>>();
  expectTypeOf<{ name: string }>().not.toExtend<CreateOf<typeof Character>>();
});

it('types an include exactly, through a cycle', () => {
  type Loaded = LoadedOf<StoryGraph, 'Player', { characters: { include: { player: true } } }>;
  type Once = Loaded['characters'][number];
  expectTypeOf<Once['name']>().toEqualTypeOf<string>();
  expectTypeOf<Once['$link']['since']>().toEqualTypeOf<Date>();
  expectTypeOf<NonNullable<Once['player']>['username']>().toEqualTypeOf<string>();
  expectTypeOf<Extract<Once['player'], null>>().toEqualTypeOf<null>();
  expectTypeOf<NonNullable<Once['player']>>().not.toHaveProperty('characters');
  expectTypeOf<LoadedOf<StoryGraph, 'Player', Record<never, never>>>().not.toHaveProperty('characters');
});

it('offers only what can be filtered', () => {
  type Where = WhereOf<StoryGraph, 'Character'>;
  expectTypeOf<{ level: { gt: 3 }; role: 'guide' }>().toExtend<Where>();
  expectTypeOf<{ inventory: { has: 'brave' } }>().toExtend<Where>();
  expectTypeOf<{ inventory: ['brave'] }>().not.toExtend<Where>();
  expectTypeOf<{ level: { contains: 'x' } }>().not.toExtend<Where>();
});
