import type { Location, World } from '@graphkeep/models/story';
import type { z } from 'zod';
import { type DemoWorld, worlds } from './content/worlds.ts';
import { demoId } from './demo-id.ts';

export interface WorldOf {
  readonly worldId: string;
  readonly text: DemoWorld;
  readonly places: readonly [PlaceOf, ...PlaceOf[]];
}
interface PlaceOf {
  readonly locationId: string;
  readonly name: string;
}

/** The worlds of a seed, with the ids of their places. */
export const worldsOf = (seed: number): readonly [WorldOf, ...WorldOf[]] => {
  const of = (text: DemoWorld, number: number): WorldOf => {
    const place = ([name]: DemoWorld['places'][number], at: number): PlaceOf => ({
      locationId: demoId('loc', `${seed}/world/${number}/${at}`, at),
      name,
    });
    const [first, ...others] = text.places;
    return {
      worldId: demoId('wld', `${seed}/world/${number}`, number),
      text,
      places: [place(first, 0), ...others.map((one, at) => place(one, at + 1))],
    };
  };
  const [first, ...others] = worlds;
  return [of(first, 0), ...others.map((one, at) => of(one, at + 1))];
};

export const worldRow = ({ worldId, text }: WorldOf): z.input<typeof World.schema> => {
  const { places, things, weather, ...world } = text;
  return { ...world, worldId };
};

export const placeRows = ({ worldId, text, places }: WorldOf): readonly z.input<typeof Location.schema>[] =>
  text.places.map(([name, locationType, description], at) => ({
    locationId: places[at]?.locationId ?? '',
    ...{ name, locationType, description, worldId },
    state: { visited: false, light: ['dim', 'bright', 'warm'][at % 3] ?? 'dim' },
  }));

/** From each place one can go to the next, and from the last back to the first. */
export const ways = ({ places }: WorldOf): readonly (readonly [from: string, to: string])[] =>
  places.map(({ locationId }, at) => [locationId, (places[at + 1] ?? places[0]).locationId]);
