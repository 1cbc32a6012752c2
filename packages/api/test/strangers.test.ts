import type { Graph } from '@graphkeep/models';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import type { Principal, Scoped } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '../src/caller.ts';
import { createApiContext } from '../src/create-context.ts';
import { appRouter, domains, type ProductGraph } from '../src/index.ts';
import { ofGraph } from '../src/of-graph.ts';
import { type KnownProcedure, procedures } from './support/procedures.ts';
import { sample } from './support/sample.ts';
import { heldOf, makePerson, makeShared, type Person } from './support/two-players.ts';

let platform: TestPlatform<ProductGraph>;
let victim: Person;
let stranger: Person;
beforeAll(async () => {
  platform = await openTestPlatform(domains);
  const system = story();
  const shared = await makeShared(system);
  victim = await makePerson(system, 'victim', shared);
  stranger = await makePerson(system, 'stranger', shared);
});
afterAll(() => platform.close());
const story = () => ofGraph(storyGraph, platform.asSystem('test') as unknown as Scoped<Graph>);

const ask = (path: string, input: unknown, principal?: Principal): Promise<unknown> => {
  const gone = AbortSignal.timeout(5_000);
  return call(appRouter, path, input, createApiContext(platform, principal, { signal: gone }), gone);
};
const scopes = [...new Set(procedures.flatMap(({ meta }) => meta.scope ?? []))];
const closed = procedures.filter(({ path }) => path !== 'system.version');

/** Inputs that name what belongs to a person: as little as it takes, then all that can be said of a kind. */
const inputsAbout = ({ ids, secret }: Person, { input, path }: KnownProcedure): readonly unknown[] => {
  if (!input) return [undefined];
  const make = (optional: (name: string, schema: z.core.$ZodType) => boolean) =>
    sample(input, { idOf: (prefix) => ids.get(prefix), optional, text: secret });
  const isId = (schema: z.core.$ZodType) =>
    z.globalRegistry.get(unwrapped(schema))?.['idPrefix'] !== undefined;
  const node = labelOf(path);
  const include =
    node && Object.fromEntries(Object.keys(storyGraph[node].relationships).map((name) => [name, true]));
  const least = make(() => false);
  return [
    least,
    make((_, schema) => isId(schema)),
    make((name) => name === 'changes' || name === 'playerId' || name === 'name' || name === 'text'),
    ...(include && typeof least === 'object' ? [{ ...least, include }] : []),
  ];
};
const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.def.innerType)
    : schema;
const labels: Readonly<Record<string, keyof StoryGraph>> = {
  worlds: 'World',
  locations: 'Location',
  players: 'Player',
};
const labelOf = (path: string): keyof StoryGraph | undefined =>
  /\.(get|list|getMany)$/.test(path) ? labels[path.split('.')[1] ?? ''] : undefined;

it('says of every procedure what it takes to call it', () => {
  expect(procedures.filter(({ meta }) => meta.scope === undefined).map(({ path }) => path)).toEqual([
    'system.version',
  ]);
  for (const { path, type, meta } of closed)
    expect(meta.scope, path).toMatch(type === 'mutation' ? /:(write|admin)$/ : /:(read|admin)$/);
});

it('lets nobody call anything without a key, or with one for something else', async () => {
  for (const { path, meta, ...rest } of closed) {
    const [input] = inputsAbout(victim, { path, meta, ...rest });
    await expect(ask(path, input), path).rejects.toMatchObject({ code: 'unauthenticated' });
    const others = { id: 'other', scopes: scopes.filter((scope) => scope !== meta.scope) };
    await expect(ask(path, input, others), path).rejects.toMatchObject({ code: 'forbidden' });
  }
});

it('shows a player nothing of another, whatever is asked for', async () => {
  const hidden = [victim.secret, ...victim.ids.values()].filter(
    (one) => ![...stranger.ids.values()].includes(one),
  );
  let shownToOwner = 0;
  for (const procedure of procedures.filter(({ type }) => type === 'query')) {
    for (const input of inputsAbout(victim, procedure)) {
      const answer = await ask(procedure.path, input, stranger.principal).catch(() => undefined);
      const text = JSON.stringify(answer) ?? '';
      const own = await ask(procedure.path, input, victim.principal).catch(() => undefined);
      if (JSON.stringify(own)?.includes(victim.secret)) shownToOwner += 1;
      const said = JSON.stringify(input) ?? '';
      for (const one of hidden.filter((found) => found === victim.secret || !said.includes(found)))
        expect(text.includes(one), `${procedure.path} ${said} shows ${one}`).toBe(false);
    }
  }
  // Else nothing would be shown to anybody, and nothing said.
  expect(shownToOwner).toBeGreaterThan(60);
});

it('counts for a player their own alone', async () => {
  const counts = procedures.filter(({ path }) => /^story\.\w+\.count$/.test(path));
  expect(counts.length).toBeGreaterThan(15);
  for (const { path, meta } of counts) {
    if (meta.owner === undefined) continue;
    const all = await ask(path, {}, stranger.principal);
    expect(all, path).toBe(
      await ask(path, { where: { playerId: stranger.principal.owner } }, stranger.principal),
    );
    expect(await ask(path, { where: { playerId: victim.principal.owner } }, stranger.principal), path).toBe(
      0,
    );
  }
});

it('lets a player change nothing of another, whatever is tried', async () => {
  const before = await heldOf(story(), victim);
  for (const procedure of procedures.filter(({ type }) => type === 'mutation'))
    for (const input of inputsAbout(victim, procedure))
      await ask(procedure.path, input, stranger.principal).catch(() => undefined);
  expect(await heldOf(story(), victim)).toEqual(before);
});
