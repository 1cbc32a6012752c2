import type { BareEngine } from '../bare-engines.ts';
import { Book, Film, Person, Place, peopleGraph } from './people.ts';
import { readStore } from './read-store.ts';

/** A store with a few people, places and things in it, for tests that ask each thing once. */
export const library = (bare: BareEngine) => {
  const store = readStore(peopleGraph, bare);
  const fill = async (): Promise<void> => {
    const { add, join } = store;
    const person = (personId: string, accountId: string, rest: object = {}) =>
      add(Person, {
        personId,
        accountId,
        name: personId.toUpperCase(),
        score: 0,
        active: true,
        levels: [],
        ...rest,
      });
    await person('ada', 'me', { age: 36, tags: ['x', 'y'], born: new Date(1_000), score: 1.5 });
    await person('bea', 'me', { age: 20, email: 'bea@example.org', settings: { theme: 'dark' }, score: 2 });
    await person('cid', 'me', { nick: 'C', levels: [1, 2], active: false });
    await person('dan', 'you', { age: 20 });
    await person('eve', 'you', { age: 50, tags: [], score: 0.5 });
    await person('old', 'me', { age: 90, deletedAt: new Date(9) });
    await add(Place, { placeId: 'north', name: 'North', n: 1 });
    await add(Place, { placeId: 'south', name: 'South', n: 2 });
    await add(Place, { placeId: 'west', name: 'West', n: 3 });
    await add(Book, { isbn: 'b1', title: 'Emma', year: 1815, pages: 400 });
    await add(Book, { isbn: 'b2', title: 'Ulysses', year: 1922, pages: 700 });
    await add(Film, { filmId: 'f1', title: 'Alien', year: 1979, minutes: 117 });
    await add(Film, { filmId: 'gone', title: 'Lost', minutes: 1, deletedAt: new Date(9) });
    for (const [from, to, day, weight] of [
      ['ada', 'bea', 1, 5],
      ['ada', 'cid', 2, 9],
      ['ada', 'dan', 3, 7],
      ['old', 'ada', 4, 1],
      ['bea', 'eve', 5, undefined],
    ] as const)
      await join(Person, from, 'knows', Person, to, { since: new Date(day * 1_000), weight });
    await join(Person, 'ada', 'manages', Person, 'bea');
    await join(Person, 'ada', 'manages', Person, 'dan');
    await join(Person, 'bea', 'manages', Person, 'cid');
    await join(Person, 'ada', 'home', Place, 'north');
    await join(Person, 'bea', 'home', Place, 'south');
    await join(Person, 'dan', 'home', Place, 'north');
    await join(Place, 'north', 'next', Place, 'west');
    await join(Place, 'west', 'next', Place, 'south');
    await join(Person, 'ada', 'likes', Book, 'b1', { $type: 'LOVES', stars: 5 });
    await join(Person, 'ada', 'likes', Film, 'f1', { $type: 'LIKES', stars: 3 });
    await join(Person, 'ada', 'likes', Film, 'gone', { $type: 'LIKES' });
    await join(Person, 'dan', 'likes', Book, 'b1', { $type: 'LIKES' });
  };
  return { ...store, fill };
};
