import type { DateTime, Integer } from 'neo4j-driver';
import { expectTypeOf, it } from 'vitest';
import type { Bound, ModelOf, StoredOf } from '../../src/neogma/index.ts';
import type { App, Estate } from '../estate.ts';

declare const bound: Bound<Estate>;
type Stored = StoredOf<typeof App>;

it('types a model by what the database holds', () => {
  expectTypeOf<Stored['name']>().toEqualTypeOf<string>();
  expectTypeOf<Stored['size']>().toEqualTypeOf<number | Integer>();
  expectTypeOf<Stored['createdAt']>().toEqualTypeOf<DateTime>();
  expectTypeOf<Stored['tags']>().toEqualTypeOf<string[]>();
  expectTypeOf<Exclude<Stored['settings'], undefined>>().toEqualTypeOf<string>();
  expectTypeOf<Stored>().not.toBeAny();
  expectTypeOf<ModelOf<Estate, 'App'>>().not.toBeAny();
});

it('types reads, with relationships', async () => {
  const app = await bound.models.App.findOne({
    where: { name: 'web', live: true },
    relationships: { needs: { where: { relationship: { kind: 'x' } }, limit: 3 }, stores_READS: {} },
  });
  expectTypeOf(app).not.toBeAny();
  expectTypeOf<NonNullable<typeof app>['mode']>().toEqualTypeOf<'on' | 'off'>();
  const need = app?.needs?.[0];
  expectTypeOf(need).not.toBeAny();
  expectTypeOf(need?.node.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(need?.relationship.kind).toEqualTypeOf<string | undefined>();
  expectTypeOf(app?.stores_READS?.[0]?.node.status).toEqualTypeOf<string | undefined>();
  // @ts-expect-error no such field
  await bound.models.App.findMany({ where: { nmae: 'x' } });
  // @ts-expect-error a field of another type
  await bound.models.App.findMany({ where: { live: 'yes' } });
  // @ts-expect-error no such relationship
  await bound.models.App.findMany({ relationships: { stores: {} } });
  // @ts-expect-error no such node
  bound.models.Player;
});
