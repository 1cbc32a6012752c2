import type { Page } from '@graphkeep/models';
import { initTRPC } from '@trpc/server';
import { expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  type Answer,
  type Call,
  createGraphkeep,
  type Graphkeep,
  GraphkeepApiError,
  type List,
  withOptions,
} from '../src/index.ts';
import { rawClient, withLinks } from '../src/raw/index.ts';

const gk = createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_1' });
const { characters, players } = gk.story;
const playerId = 'ply_01h2xcejqtf2nbrexx3vqjhp41';
const characterId = 'chr_01h2xcejqtf2nbrexx3vqjhp41';

it('has nothing of a relationship that was not asked for', async () => {
  const character = await characters.get({ characterId });
  expectTypeOf(character.name).toEqualTypeOf<string>();
  expectTypeOf(character.role).toEqualTypeOf<string | undefined>();
  expectTypeOf(character.createdAt).toEqualTypeOf<Date>();
  expectTypeOf(character).not.toHaveProperty('player');
  expectTypeOf(character).not.toBeAny();
  const created = await characters.create({ playerId, name: 'Ada' });
  expectTypeOf(created.inventory).toEqualTypeOf<string[]>();
  expectTypeOf(created).not.toBeAny();
});

it('types includes exactly, to their full depth', async () => {
  const include = {
    characters: { limit: 5, include: { player: { include: { characters: true } } } },
  } as const;
  const first = await players.get({ playerId, include });
  expectTypeOf(first.characters).toExtend<readonly unknown[]>();
  const second = first.characters[0];
  expectTypeOf(second?.$link.since).toEqualTypeOf<Date | undefined>();
  const third = second?.player;
  expectTypeOf(third?.username).toEqualTypeOf<string | undefined>();
  expectTypeOf<Extract<typeof third, null>>().toEqualTypeOf<null>();
  const fourth = third?.characters[0];
  expectTypeOf(fourth?.level).toEqualTypeOf<number | undefined>();
  expectTypeOf<NonNullable<typeof fourth>>().not.toHaveProperty('player');
  for (const level of [first, second, third, fourth]) expectTypeOf(level).not.toBeAny();
});

it('types includes that are written in place', async () => {
  const player = await players.get({ playerId, include: { characters: { include: { player: true } } } });
  expectTypeOf(player.characters[0]?.player?.username).toEqualTypeOf<string | undefined>();
  const { items } = await players.list({ include: { characters: true } });
  expectTypeOf(items[0]?.characters[0]?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf<NonNullable<(typeof items)[0]>['characters'][number]>().not.toHaveProperty('player');
});

it('gives a page to await, and items to walk through', async () => {
  const list = characters.list({ where: { level: { gte: 3 } }, include: { player: true } });
  const page = await list;
  expectTypeOf(page.next).toEqualTypeOf<string | null>();
  expectTypeOf(page.items[0]?.player?.username).toEqualTypeOf<string | undefined>();
  for await (const character of list) {
    expectTypeOf(character).not.toBeAny();
    expectTypeOf(character.player?.username).toEqualTypeOf<string | undefined>();
    expectTypeOf(character.inventory).toEqualTypeOf<string[]>();
  }
});

it('gives the HTTP answer, a page and an array too', async () => {
  const call = characters.get({ characterId, include: { player: true } });
  const { data, serverTiming } = await call.withResponse();
  expectTypeOf(data).toEqualTypeOf<Awaited<typeof call>>();
  expectTypeOf(data.player?.username).toEqualTypeOf<string | undefined>();
  expectTypeOf(serverTiming[0]?.ms).toEqualTypeOf<number | undefined>();
  expectTypeOf(gk.system.version()).toEqualTypeOf<Call<{ version: string }>>();
  const list = characters.list({ include: { player: true } });
  type One = typeof list extends List<infer T> ? T : never;
  expectTypeOf<One['player']>().not.toBeAny();
  expectTypeOf(await list.page().withResponse()).toEqualTypeOf<Answer<Page<One>>>();
  expectTypeOf(await list.toArray({ limit: 5 })).toEqualTypeOf<readonly One[]>();
  // @ts-expect-error how many at most must be said
  void list.toArray();
});

it('keeps the type of what is given other options or links', () => {
  expectTypeOf(withOptions(gk, { retries: 0 })).toEqualTypeOf<Graphkeep>();
  expectTypeOf(withOptions(players, { retries: 0 })).toEqualTypeOf<typeof players>();
  expectTypeOf(withLinks(gk, [])).toEqualTypeOf<Graphkeep>();
  // @ts-expect-error another server is another client
  withOptions(gk, { url: 'http://127.0.0.1:4001' });
  // @ts-expect-error there is no such level
  withOptions(gk, { log: 'loud' });
});

it('narrows errors by their codes', () => {
  const error: unknown = undefined;
  if (GraphkeepApiError.is(error, 'not_found', 'forbidden'))
    expectTypeOf(error.code).toEqualTypeOf<'not_found' | 'forbidden'>();
  if (GraphkeepApiError.is(error)) expectTypeOf(error).toExtend<GraphkeepApiError>();
  // @ts-expect-error there is no such code
  GraphkeepApiError.is(error, 'not-found');
});

it('is a client of a router of tRPC too, beneath also by tRPC’s own types', async () => {
  const t = initTRPC.create();
  const router = t.router({
    notes: t.router({
      add: t.procedure.input(z.object({ text: z.string() })).mutation(({ input }) => input.text.length),
    }),
    now: t.procedure.query(() => new Date()),
  });
  const own = createGraphkeep<typeof router>({ url: 'http://127.0.0.1:4000', apiKey: 'gk_1' });
  expectTypeOf(own.notes.add({ text: 'a' })).toEqualTypeOf<Call<number>>();
  expectTypeOf(own.now()).toEqualTypeOf<Call<Date>>();
  // @ts-expect-error a text is needed
  void own.notes.add({});
  // @ts-expect-error of the router itself nothing is to be called
  own._def;
  expectTypeOf(rawClient(own).notes.add.mutate({ text: 'a' })).resolves.toEqualTypeOf<number>();
  expectTypeOf(rawClient<typeof router>(own).now.query()).resolves.toEqualTypeOf<string>();
  const raw = rawClient(gk);
  expectTypeOf(raw.system.version.query()).resolves.toEqualTypeOf<{ version: string }>();
  expectTypeOf(raw.story.players.create.mutate).not.toBeAny();
  // @ts-expect-error there is no such procedure
  raw.system.reboot;
});

it('filters and sorts by what can be filtered and sorted', () => {
  void characters.list({ where: { name: 'Ada', role: { in: ['guide'] }, createdAt: { lt: new Date() } } });
  void characters.list({
    where: { isActive: true, name: { startsWith: 'A' } },
    orderBy: { level: 'desc', name: 'asc' },
  });
  // @ts-expect-error a list cannot be filtered by
  void characters.list({ where: { inventory: ['lamp'] } });
  // @ts-expect-error a number contains no text
  void characters.list({ where: { level: { contains: '3' } } });
  // @ts-expect-error a level is a number
  void characters.list({ where: { level: '3' } });
  // @ts-expect-error there is no such field
  void characters.list({ where: { nmae: 'Ada' } });
  // @ts-expect-error a boolean has no order
  void characters.list({ orderBy: { isActive: 'asc' } });
  // @ts-expect-error up or down
  void characters.list({ orderBy: { name: 'ascending' } });
});

it('refuses wrong inputs', () => {
  // @ts-expect-error the key is missing
  void players.get({});
  // @ts-expect-error the key of another node
  void players.get({ characterId });
  // @ts-expect-error there is no such relationship
  void players.get({ playerId, include: { friends: true } });
  // @ts-expect-error nor at the second level
  void players.get({ playerId, include: { characters: { include: { friends: true } } } });
  // @ts-expect-error nor at the third
  void players.get({ playerId, include: { characters: { include: { player: { include: { a: true } } } } } });
  // @ts-expect-error a limit is a number
  void players.get({ playerId, include: { characters: { limit: '5' } } });
  // @ts-expect-error a relationship is included, or not named
  void players.get({ playerId, include: { characters: false } });
  // @ts-expect-error a name is needed
  void characters.create({ playerId });
  // @ts-expect-error the server sets it
  void characters.create({ playerId, name: 'Ada', createdAt: new Date() });
  // @ts-expect-error there is no such option
  void players.list({}, { timeout: 5 });
});

it('types what is worked out, found and changed', async () => {
  const figures = await characters.aggregate({ count: true, max: ['level', 'createdAt'] });
  expectTypeOf(figures.count).toEqualTypeOf<number>();
  expectTypeOf(figures.max.createdAt).toEqualTypeOf<Date | null>();
  expectTypeOf(figures).not.toHaveProperty('sum');
  const [group] = await characters.groupBy({ by: ['role'], count: true });
  expectTypeOf(group?.by.role).toEqualTypeOf<string | undefined>();
  const [hit] = await characters.search({ text: 'ada', include: { player: true } });
  expectTypeOf(hit?.node.player?.username).toEqualTypeOf<string | undefined>();
  const patched = await characters.patch({ characterId, changes: { level: { increment: 1 }, role: null } });
  expectTypeOf(patched.level).toEqualTypeOf<number>();
  // @ts-expect-error a name is no number
  void characters.patch({ characterId, changes: { name: { increment: 1 } } });
  // @ts-expect-error it is joined since some time
  void players.relate({ from: { playerId }, relationship: 'characters', to: { characterId } });
  // @ts-expect-error messages are read here, and said in conversations
  gk.story.messages.create;
  for await (const change of players.changes())
    if (change.kind !== 'reload') expectTypeOf(change.at).toEqualTypeOf<Date>();
  for await (const said of gk.story.conversation.live({ sessionId: 'ses_1' }))
    expectTypeOf(said).not.toBeAny();
});

it('is a client of procedures of one’s own too', () => {
  const own = createGraphkeep<{ story: Pick<Graphkeep, never>; notes: Record<never, never> }>({
    url: 'http://127.0.0.1:4000',
    apiKey: 'gk_1',
  });
  expectTypeOf(own).toHaveProperty('notes');
  // @ts-expect-error there are no others
  own.system;
});

it('knows the other procedures, and no others', async () => {
  expectTypeOf(await gk.system.version()).toEqualTypeOf<{ version: string }>();
  const { stores } = await gk.system.health(undefined, { timeoutMs: 500 });
  expectTypeOf(stores[0]?.since).toEqualTypeOf<Date | undefined>();
  // @ts-expect-error there is no such procedure
  gk.system.reboot();
  // @ts-expect-error nor such a resource
  gk.story.monsters;
  // @ts-expect-error what marks a resource is not a call
  players['~resource'];
});
