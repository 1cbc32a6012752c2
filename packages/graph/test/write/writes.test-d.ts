import { expectTypeOf, it } from 'vitest';
import type { Repository } from '../../src/index.ts';
import type { HeroGraph } from './hero-graph.ts';

type Heroes = Repository<HeroGraph, 'WHero'>;
type Places = Repository<HeroGraph, 'WPlace'>;
const since = new Date();

it('types what a create takes, to any depth', () => {
  type Input = Parameters<Heroes['create']>[0];
  expectTypeOf<{ playerId: string; name: string }>().toExtend<Input>();
  expectTypeOf<{ name: string }>().not.toExtend<Input>();
  expectTypeOf<{
    playerId: string;
    name: string;
    at: { connect: { placeId: string; $link: { since: Date } } };
  }>().toExtend<Input>();
  expectTypeOf<{
    playerId: string;
    name: string;
    at: { connect: { placeId: string } };
  }>().not.toExtend<Input>();
  expectTypeOf<Awaited<ReturnType<Heroes['create']>>['version']>().toEqualTypeOf<number>();
  expectTypeOf<Awaited<ReturnType<Heroes['createMany']>>[number]>().toEqualTypeOf<{ heroId: string }>();
});

it('types what an upsert takes: whole, with its key, null for what is optional', () => {
  type Input = Parameters<Heroes['upsert']>[0];
  expectTypeOf<{ heroId: string; playerId: string; name: string; alias: null }>().toExtend<Input>();
  expectTypeOf<{ playerId: string; name: string }>().not.toExtend<Input>();
  expectTypeOf<{ heroId: string; playerId: string; name: null }>().not.toExtend<Input>();
});

it('types what a patch does to a field', () => {
  type Changes = Parameters<Heroes['patch']>[1];
  expectTypeOf<{ level: { increment: 1 }; tags: { push: 'x' }; energy: null }>().toExtend<Changes>();
  expectTypeOf<{ name: null }>().not.toExtend<Changes>();
  expectTypeOf<{ name: { increment: 1 } }>().not.toExtend<Changes>();
  expectTypeOf<{ heroId: 'x' }>().not.toExtend<Pick<Changes, never> & { heroId?: never }>();
});

it('types the properties and the type of a relationship', () => {
  const heroes = {} as Heroes;
  const places = {} as Places;
  const check = () => [
    heroes.relate({ heroId: '' }, 'at', { placeId: '' }, { since }),
    heroes.relate({ heroId: '' }, 'knows', { heroId: '' }, { $type: 'W_LIKES' }),
    heroes.relate({ heroId: '' }, 'owns', { $label: 'WSword', $key: '' }),
    places.relateMany('near', [{ from: { placeId: '' }, to: { placeId: '' } }]),
    places.relateMany('visitors', [{ from: { placeId: '' }, to: { heroId: '' }, $link: { since } }]),
    // @ts-expect-error since is required
    heroes.relate({ heroId: '' }, 'at', { placeId: '' }),
    // @ts-expect-error no such type
    heroes.relate({ heroId: '' }, 'knows', { heroId: '' }, { $type: 'W_AT' }),
    // @ts-expect-error another target
    heroes.relate({ heroId: '' }, 'at', { heroId: '' }, { since }),
    // @ts-expect-error it has no properties
    places.relate({ placeId: '' }, 'near', { placeId: '' }, { km: 1 }),
    // @ts-expect-error since is required
    places.relateMany('visitors', [{ from: { placeId: '' }, to: { heroId: '' } }]),
    // @ts-expect-error no such type
    heroes.unrelate({ heroId: '' }, 'knows', { heroId: '' }, { $type: 'W_AT' }),
  ];
  expectTypeOf(check).returns.toBeArray();
});
