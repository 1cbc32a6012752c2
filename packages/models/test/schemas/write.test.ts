import { limits, newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { createSchema, entitySchema, keySchema, nestedCreateSchema, patchSchema } from '../../src/index.ts';
import { Character, Player } from '../../src/story/index.ts';
import { App, estate } from '../estate.ts';
import { nest, problem } from '../problem.ts';

describe('create', () => {
  const playerId = newId('ply');
  const create = createSchema(Character);

  it('fills defaults and leaves the key to the server', () => {
    expect(createSchema(App).parse({ name: 'web' })).toEqual({
      name: 'web',
      mode: 'on',
      size: 1,
      live: false,
      tags: [],
    });
    expect(create.parse({ playerId, name: 'Ada' })).toMatchObject({
      inventory: [],
      background: { backstory: '', traits: [] },
      level: 1,
    });
  });

  it('gives each node defaults of its own', () => {
    const [one, other] = [create.parse({ playerId, name: 'A' }), create.parse({ playerId, name: 'B' })];
    expect(one.background).not.toBe(other.background);
  });

  it('names a wrong, a missing and an unknown field', () => {
    expect(problem(create, { playerId, name: '' })).toMatch(/^name: Too small/);
    expect(problem(create, { playerId: 'x', name: 'Ada' })).toMatch(/^playerId: must be an id like ply_/);
    expect(problem(create, { playerId })).toMatch(/^name: /);
    expect(problem(create, { playerId, name: 'Ada', nmae: 1 })).toMatch(/Unrecognized key: "nmae"/);
    const player = createSchema(Player);
    expect(problem(player, { username: 'ada', therapeuticPreferences: { mood: 'low' } })).toMatch(
      /^therapeuticPreferences: Unrecognized key: "mood"/,
    );
    for (const set of ['createdAt', 'updatedAt', 'version'])
      expect(problem(player, { username: 'ada', [set]: new Date() })).toMatch(`Unrecognized key: "${set}"`);
  });

  it('is built once', () => {
    expect(createSchema(App)).toBe(createSchema(App));
    expect(nestedCreateSchema(estate, 'App')).toBe(nestedCreateSchema(estate, 'App'));
    expect(patchSchema(App)).toBe(patchSchema(App));
  });
});

describe('nested create', () => {
  const create = nestedCreateSchema(estate, 'App');
  const needs = { $link: { kind: 'hard' } };
  const nested = (depth: number) =>
    nest(depth, { name: 'x' }, (create) => ({ name: 'x', parent: { create } }));

  it('makes and joins, one or many, with what the relationship holds', () => {
    const input = {
      name: 'web',
      needs: { create: [{ name: 'db', ...needs }], connect: { appId: newId('app'), ...needs } },
      parent: { connectOrCreate: { appId: newId('app'), name: 'all', parent: { create: { name: 'root' } } } },
      stores: { connect: { $label: 'Disk', $key: 'arn:1', $link: { $type: 'READS' } } },
    };
    expect(problem(create, input)).toBeUndefined();
    expect(create.parse(input)).toMatchObject({
      needs: { create: [{ name: 'db', mode: 'on', $link: { kind: 'hard' } }] },
      stores: { connect: { $link: { $type: 'READS', weight: 1 } } },
    });
  });

  it.each([
    [{ needs: { create: { name: 'db' } } }, /^needs.create.\$link: /],
    [
      { needs: { create: { name: 'db', $link: { kind: 'a', more: 1 } } } },
      /^needs.create.\$link: Unrecognized key: "more"/,
    ],
    [{ needs: { create: [{ name: 'db', ...needs }, needs] } }, /^needs.create.1.name: /],
    [{ needs: { connect: needs } }, /^needs.connect.appId: /],
    [{ needs: { connect: [] } }, /^needs.connect: must hold at least one/],
    [{ parent: { connectOrCreate: { name: 'x' } } }, /^parent.connectOrCreate.appId: /],
    [{ parent: { make: {} } }, /^parent: Unrecognized key: "make"/],
    [
      { parent: { connect: { appId: newId('app'), $link: {} } } },
      /^parent.connect: Unrecognized key: "\$link"/,
    ],
    [{ stores: { create: { status: 'up' } } }, /^stores: Unrecognized key: "create"/],
    [
      { stores: { connect: { $label: 'App', $key: 'x', $link: { $type: 'READS' } } } },
      /^stores.connect.\$label: /,
    ],
    [
      { stores: { connect: { $label: 'Disk', $key: 'x', $link: { $type: 'NEEDS' } } } },
      /^stores.connect.\$link.\$type: /,
    ],
    [{ friends: {} }, /^: Unrecognized key: "friends"/],
  ])('names what is wrong in %j', (wrong, message) => {
    expect(problem(create, { name: 'web', ...wrong })).toMatch(message);
  });

  it('has bounds', () => {
    expect(problem(create, nested(limits.maxNestedDepth))).toBeUndefined();
    expect(problem(create, nested(limits.maxNestedDepth + 1))).toBe(
      'parent.create.parent.create.parent.create.parent.create.parent.create.parent.create: nested writes go 5 levels deep at most',
    );
    expect(problem(create, nested(100_000))).toMatch(/nested writes go 5 levels deep at most/);
    const many = { connect: Array(limits.maxNestedWrites).fill({ appId: newId('app'), ...needs }) };
    expect(problem(create, { name: 'web', needs: many })).toMatch(/one create writes 1000 nodes at most/);
  });
});

describe('patch', () => {
  const patch = patchSchema(App);

  it('takes values, null where one may be missing, and changes by', () => {
    const input = {
      name: 'new',
      ratio: null,
      size: { increment: -2 },
      tags: { push: ['a', 'b'] },
      settings: { depth: 2 },
      token: null,
    };
    expect(patch.parse(input)).toEqual(input);
    expect(patch.parse({ size: 3, tags: ['x'], ratio: { increment: 0.5 } })).toEqual({
      size: 3,
      tags: ['x'],
      ratio: { increment: 0.5 },
    });
  });

  it('fills no defaults', () => {
    expect(patch.parse({})).toEqual({});
  });

  it.each([
    [{ name: null }, /^name: /],
    [{ size: null }, /^size: /],
    [{ size: -1 }, /^size: Too small/],
    [{ size: { increment: 0.5 } }, /^size.increment: /],
    [{ size: { decrement: 1 } }, /^size: Unrecognized key: "decrement"|^size.increment/],
    [{ tags: { push: 1 } }, /^tags.push: /],
    [{ tags: { push: [] } }, /^tags.push: must hold at least one/],
    [{ name: { increment: 1 } }, /^name: /],
    [{ mode: 'half' }, /^mode: /],
    [{ appId: newId('app') }, /Unrecognized key: "appId"/],
    [{ version: 2 }, /Unrecognized key: "version"/],
    [{ needs: {} }, /Unrecognized key: "needs"/],
  ])('refuses %j', (input, message) => {
    expect(problem(patch, input)).toMatch(message);
  });

  it('never changes the owner', () => {
    expect(problem(patchSchema(Character), { playerId: newId('ply') })).toMatch(
      /Unrecognized key: "playerId"/,
    );
  });
});

describe('key and entity', () => {
  it('finds a node by its key, an abstract one by label and key', () => {
    expect(problem(keySchema(estate, 'Disk'), { arn: 'arn:1' })).toBeUndefined();
    expect(problem(keySchema(estate, 'App'), { appId: 'x' })).toMatch(/^appId: must be an id like app_/);
    expect(problem(keySchema(estate, 'Store'), { $label: 'Machine', $key: 'x' })).toBeUndefined();
    expect(problem(keySchema(estate, 'Store'), { $label: 'Store', $key: 'x' })).toMatch(/^\$label: /);
  });

  it('knows a node as it is read', () => {
    const at = new Date();
    const app = {
      ...createSchema(App).parse({ appId: newId('app'), name: 'web' }),
      createdAt: at,
      updatedAt: at,
    };
    expect(problem(entitySchema(App), { ...app, version: 1 })).toBeUndefined();
    expect(problem(entitySchema(App), { ...app, version: 1, deletedAt: at })).toBeUndefined();
    expect(problem(entitySchema(App), app)).toMatch(/^version: /);
    const store = { status: 'up', createdAt: at, updatedAt: at };
    expect(problem(entitySchema(estate.Store), { ...store, $label: 'Disk', $key: 'a' })).toBeUndefined();
    expect(problem(entitySchema(estate.Store), store)).toMatch(/^\$label: /);
  });
});
