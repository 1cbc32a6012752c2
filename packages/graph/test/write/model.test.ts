import { newId } from '@graphkeep/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { heroStore } from './hero-graph.ts';

interface ModelPlace {
  readonly name: string;
  readonly size: number;
}
const KEYS = 4;
const index = fc.nat(KEYS - 1);
const name = fc.constantFrom('a', 'b', '`', "'", 'ü');
const size = fc.integer({ min: -5, max: 5 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), at: index, name, size }),
  fc.record({
    kind: fc.constant('upsert' as const),
    at: index,
    name,
    size: fc.option(size, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('upsertMany' as const), name, size }),
  fc.record({ kind: fc.constant('increment' as const), at: index, size }),
  fc.record({ kind: fc.constant('patchMany' as const), name, size }),
  fc.record({ kind: fc.constant('remove' as const), at: index }),
  fc.record({ kind: fc.constant('removeMany' as const), size }),
  fc.record({ kind: fc.constant('relate' as const), at: index, to: index }),
  fc.record({ kind: fc.constant('unrelate' as const), at: index, to: index }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What the writes should do, on plain maps. */
class Model {
  readonly places = new Map<number, ModelPlace>();
  readonly links = new Set<string>();

  apply(one: Step): void {
    switch (one.kind) {
      case 'create':
        if (!this.places.has(one.at)) this.places.set(one.at, { name: one.name, size: one.size });
        return;
      case 'upsert':
        this.#upsert(one.at, one.name, one.size);
        return;
      case 'upsertMany':
        for (let at = 0; at < KEYS; at += 2) this.#upsert(at, one.name, one.size);
        return;
      case 'increment':
        this.#change([one.at], (place) => ({ ...place, size: place.size + one.size }));
        return;
      case 'patchMany':
        this.#change(
          this.#where((place) => place.size > one.size),
          (place) => ({ ...place, name: one.name }),
        );
        return;
      case 'remove':
        this.#remove([one.at]);
        return;
      case 'removeMany':
        this.#remove(this.#where((place) => place.size === one.size));
        return;
      case 'relate':
        if (this.places.has(one.at) && this.places.has(one.to)) this.links.add(link(one.at, one.to));
        return;
      case 'unrelate':
        this.links.delete(link(one.at, one.to));
    }
  }

  #upsert(at: number, name: string, size: number | undefined): void {
    this.places.set(at, { name, size: size ?? this.places.get(at)?.size ?? 1 });
  }
  #where(holds: (place: ModelPlace) => boolean): number[] {
    return [...this.places].filter(([, place]) => holds(place)).map(([at]) => at);
  }
  #change(all: readonly number[], change: (place: ModelPlace) => ModelPlace): void {
    for (const at of all) {
      const place = this.places.get(at);
      if (place) this.places.set(at, change(place));
    }
  }
  #remove(all: readonly number[]): void {
    for (const at of all) {
      this.places.delete(at);
      for (const one of this.links) if (one.split('-').includes(String(at))) this.links.delete(one);
    }
  }
}
const link = (a: number, b: number): string => [a, b].toSorted().join('-');

describe.each(await testEngines())('random writes on $name', (engine) => {
  const { places } = heroStore(engine);

  it('end as the same writes on plain maps do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const prefix = newId('plc');
        const key = (at: number) => ({ placeId: `${prefix}-${at}` });
        const where = { placeId: { startsWith: prefix } };
        const model = new Model();
        for (const one of steps) {
          model.apply(one);
          await perform(one, key, where).catch((error: { code?: string }) => {
            // The model leaves alone what cannot be done.
            if (error.code !== 'not_found' && error.code !== 'already_exists') throw error;
          });
        }
        const { items } = await places().find({ where, include: { near: true } });
        const at = (placeId: string) => Number(placeId.slice(prefix.length + 1));
        expect(
          new Map(items.map((item) => [at(item.placeId), { name: item.name, size: item.size }])),
        ).toEqual(new Map([...model.places].toSorted(([a], [b]) => a - b)));
        const links = items.flatMap((item) =>
          item.near.map((other) => link(at(item.placeId), at(other.placeId))),
        );
        expect(new Set(links)).toEqual(model.links);
      }),
      { numRuns: 10 },
    );
  });

  const perform = async (
    one: Step,
    key: (at: number) => { placeId: string },
    where: { placeId: { startsWith: string } },
  ): Promise<unknown> => {
    switch (one.kind) {
      case 'create':
        return places().create({ ...key(one.at), name: one.name, size: one.size });
      case 'upsert':
        return places().upsert({
          ...key(one.at),
          name: one.name,
          ...(one.size !== undefined && { size: one.size }),
        });
      case 'upsertMany':
        return places().upsertMany([0, 2].map((at) => ({ ...key(at), name: one.name, size: one.size })));
      case 'increment':
        return places().patch(key(one.at), { size: { increment: one.size } });
      case 'patchMany':
        return places().patchMany({ ...where, size: { gt: one.size } }, { name: one.name });
      case 'remove':
        return places().remove(key(one.at));
      case 'removeMany':
        return places().removeMany({ ...where, size: one.size });
      case 'relate':
        return places().relate(key(one.at), 'near', key(one.to));
      case 'unrelate':
        return places().unrelate(key(one.at), 'near', key(one.to));
    }
  };
});
