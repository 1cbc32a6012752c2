import { expectTypeOf, it } from 'vitest';
import type { AbstractKey, CreateOf, EntityOf, KeyOf, NestedCreateOf, PatchOf } from '../../src/index.ts';
import type { App, Disk, Estate, Store } from '../estate.ts';

type AppEntity = EntityOf<typeof App>;

it('reads what the schema gives, and what the store adds', () => {
  expectTypeOf<AppEntity['size']>().toEqualTypeOf<number>();
  expectTypeOf<AppEntity['mode']>().toEqualTypeOf<'on' | 'off'>();
  expectTypeOf<AppEntity['ratio']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<AppEntity['createdAt']>().toEqualTypeOf<Date>();
  expectTypeOf<AppEntity['version']>().toEqualTypeOf<number>();
  expectTypeOf<AppEntity['deletedAt']>().toEqualTypeOf<Date | undefined>();
  expectTypeOf<EntityOf<typeof Disk>>().not.toHaveProperty('version');
  expectTypeOf<EntityOf<typeof Disk>>().not.toHaveProperty('deletedAt');
  expectTypeOf<EntityOf<typeof Disk>>().not.toHaveProperty('$label');
});

it('creates without what has a default, and without a key that is made', () => {
  expectTypeOf<{ name: string }>().toExtend<CreateOf<typeof App>>();
  expectTypeOf<{ name: string; appId: string; size: 3 }>().toExtend<CreateOf<typeof App>>();
  expectTypeOf<{ size: number }>().not.toExtend<CreateOf<typeof App>>();
  expectTypeOf<{ name: string; mode: 'half' }>().not.toExtend<CreateOf<typeof App>>();
  expectTypeOf<{ status: string; region: string }>().not.toExtend<CreateOf<typeof Disk>>();
  expectTypeOf<{ arn: string; status: string; region: string }>().toExtend<CreateOf<typeof Disk>>();
});

it('patches by value, null, increment and push, each where it can be', () => {
  type Patch = PatchOf<typeof App>;
  expectTypeOf<{ name: 'x'; ratio: null; size: { increment: 2 }; tags: { push: 'a' } }>().toExtend<Patch>();
  expectTypeOf<{ tags: { push: ['a', 'b'] }; settings: { depth: 1 }; token: null }>().toExtend<Patch>();
  expectTypeOf<{ name: null }>().not.toExtend<Patch>();
  expectTypeOf<{ name: { increment: 1 } }>().not.toExtend<Patch>();
  expectTypeOf<{ tags: { push: 1 } }>().not.toExtend<Patch>();
  expectTypeOf<{ mode: 'half' }>().not.toExtend<Patch>();
  expectTypeOf<Patch>().not.toHaveProperty('appId');
  expectTypeOf<Patch>().not.toHaveProperty('version');
  expectTypeOf<Patch>().not.toHaveProperty('needs');
});

it('finds one node by its key, an abstract one by label and key', () => {
  expectTypeOf<KeyOf<typeof App>>().toEqualTypeOf<{ appId: string }>();
  expectTypeOf<KeyOf<typeof Store>>().toEqualTypeOf<AbstractKey>();
  expectTypeOf<EntityOf<typeof Store>['$label']>().toEqualTypeOf<string>();
});

it('creates what is beside a node with it', () => {
  type Create = NestedCreateOf<Estate, 'App'>;
  const create = (_: Create): void => {};
  create({ name: 'a' });
  create({ name: 'a', needs: { create: { name: 'b', $link: { kind: 'x' } } } });
  create({ name: 'a', needs: { create: [{ name: 'b', $link: { kind: 'x', at: new Date() } }] } });
  create({ name: 'a', needs: { connect: { appId: 'x', $link: { kind: 'x' } } } });
  create({
    name: 'a',
    parent: { connectOrCreate: { appId: 'x', name: 'b', parent: { create: { name: 'c' } } } },
  });
  create({ name: 'a', stores: { connect: { $label: 'Disk', $key: 'x', $link: { $type: 'READS' } } } });
  // @ts-expect-error the link's own property is missing
  create({ name: 'a', needs: { create: { name: 'b', $link: {} } } });
  // @ts-expect-error the link is missing
  create({ name: 'a', needs: { connect: { appId: 'x' } } });
  // @ts-expect-error nothing is known of this link
  create({ name: 'a', parent: { connect: { appId: 'x', $link: {} } } });
  // @ts-expect-error one type of several must be named
  create({ name: 'a', stores: { connect: { $label: 'Disk', $key: 'x', $link: { weight: 1 } } } });
  // @ts-expect-error no such type
  create({ name: 'a', stores: { connect: { $label: 'Disk', $key: 'x', $link: { $type: 'NEEDS' } } } });
  // @ts-expect-error an abstract node can be joined, not made
  create({ name: 'a', stores: { create: { status: 'up', $link: { $type: 'READS' } } } });
  // @ts-expect-error the name is missing at the second level
  create({ name: 'a', parent: { create: { parent: {} } } });
  // @ts-expect-error no such relationship
  create({ name: 'a', friends: {} });
});
