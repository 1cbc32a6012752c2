import { id, newId } from '@graphkeep/contract';
import { secretOf } from '@graphkeep/core';
import { defineGraph, defineNode } from '@graphkeep/models';
import { eventually } from '@graphkeep/test/eventually';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cypher, keysFrom, openGraph } from '../../src/index.ts';
import { guard } from '../engines.ts';

const Person = defineNode({
  label: 'WPerson',
  key: 'personId',
  owner: 'playerId',
  journal: true,
  schema: z.object({
    personId: id('per'),
    playerId: id('ply'),
    email: z.string(),
    phone: z.string().optional(),
    visits: z.int().default(0),
  }),
  unique: ['email'],
  encrypted: ['email', 'phone'],
  relationships: { knows: { type: 'W_KNOWS', direction: 'out', to: 'WPerson' } },
});
const graph = defineGraph(Person);

/** The statements are the same on every engine. */
const opened = async (encrypted: boolean) =>
  openGraph({
    graph,
    url: 'memory:',
    guard,
    ...(encrypted && { encryption: keysFrom(secretOf('a secret of thirty-two characters')) }),
  });

describe('what a write keeps beside the values', () => {
  it('a blind index for each encrypted unique field, and no plain value', async () => {
    const store = await opened(true);
    const people = store.repo(Person);
    const playerId = newId('ply');
    const kept = async (personId: string) => {
      const [row] = await store.query(
        cypher`MATCH (n:WPerson) WHERE n.personId = ${personId} RETURN n.email AS email, n.email_blind AS blind, coalesce(n.phone, '') AS phone`,
        { rows: z.object({ email: z.string(), blind: z.string(), phone: z.string() }) },
      );
      return row;
    };
    const { personId } = await people.create({ playerId, email: 'ada@x', phone: '1' });
    const first = await kept(personId);
    expect(first).toMatchObject({
      email: expect.stringMatching(/^gk1:/),
      phone: expect.stringMatching(/^gk1:/),
    });
    await expect(people.create({ playerId, email: 'ada@x' })).rejects.toMatchObject({
      code: 'already_exists',
      field: 'email',
    });
    await people.patch({ personId }, { email: 'bea@x', phone: null });
    expect(await kept(personId)).toMatchObject({ phone: '' });
    expect((await kept(personId))?.blind).not.toBe(first?.blind);
    const row = { personId, playerId, email: 'bea@x' };
    expect(await people.upsertMany([row])).toMatchObject({ unchanged: 1 });
    expect(await people.upsertMany([{ ...row, email: 'ada@x' }])).toMatchObject({ updated: 1 });
    expect((await kept(personId))?.blind).toBe(first?.blind);
    const answer = await people.create({ playerId, email: 'cid@x' }, { idempotencyKey: 'k' });
    expect(await people.create({ playerId, email: 'cid@x' }, { idempotencyKey: 'k' })).toEqual(answer);
    const records = await store.query(cypher`MATCH (n:GraphkeepIdempotency) RETURN n.answer AS answer`, {
      rows: z.object({ answer: z.string() }),
    });
    expect(records).toEqual([{ answer: expect.stringMatching(/^gk1:/) }]);
    await store.close();
  });

  it('an entry of the journal for each change, with its owner and fields', async () => {
    const store = await opened(false);
    const people = store.repo(Person);
    const playerId = newId('ply');
    const a = { personId: newId('per') };
    const b = { personId: newId('per') };
    await people.create({ ...a, playerId, email: 'a', knows: { create: { ...b, playerId, email: 'b' } } });
    await people.patch(a, { visits: { increment: 1 } });
    await people.upsertMany([
      { ...a, playerId, email: 'a', visits: 1 },
      { ...b, playerId, email: 'b', visits: 2 },
    ]);
    await people.patchMany(a, { phone: '1' });
    await people.unrelate(a, 'knows', b);
    await people.unrelate(a, 'knows', b);
    await people.relateMany('knows', [{ from: b, to: a }]);
    await people.remove(a);
    await people.removeMany(b);
    const changes = await eventually(async () => {
      const page = await store.journal.read({ after: 0, limit: 100 });
      const found = page.kind === 'reload' ? [] : page.entries.flatMap((entry) => entry.changes);
      expect(found).toHaveLength(10);
      return found;
    });
    const of = (key: string) => ({ label: 'WPerson', key, owner: playerId });
    const other = (key: string) => ({ ...of(key), relationship: 'knows' });
    const made = changes.slice(0, 2);
    expect(made).toEqual(
      expect.arrayContaining([
        { ...of(a.personId), kind: 'created' },
        { ...of(b.personId), kind: 'created' },
      ]),
    );
    expect(changes.slice(2)).toEqual([
      { ...of(a.personId), kind: 'related', other: other(b.personId) },
      { ...of(a.personId), kind: 'updated', fields: ['visits'] },
      { ...of(b.personId), kind: 'updated', fields: ['playerId', 'email', 'visits'] },
      { ...of(a.personId), kind: 'updated', fields: ['phone'] },
      { ...of(a.personId), kind: 'unrelated', other: other(b.personId) },
      { ...of(b.personId), kind: 'related', other: other(a.personId) },
      { ...of(a.personId), kind: 'removed' },
      { ...of(b.personId), kind: 'removed' },
    ]);
    await store.close();
  });
});
