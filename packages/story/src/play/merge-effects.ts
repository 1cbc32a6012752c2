import type { Effects } from './effects.ts';

type World = NonNullable<Effects['world']>;

const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

const sums = (records: readonly (Readonly<Partial<Record<string, number>>> | undefined)[]) => {
  const total: Record<string, number> = {};
  for (const record of records)
    for (const [name, by] of Object.entries(record ?? {})) total[name] = (total[name] ?? 0) + (by ?? 0);
  return total;
};

const lists = <T>(all: readonly (readonly T[] | undefined)[]): T[] => all.flatMap((one) => one ?? []);

/** Several effects as one, so that they cost no more statements than one does. Of what excludes itself the later holds. */
export const mergeEffects = (all: readonly Effects[]): MergedEffects => {
  const worlds = all.flatMap(({ world }) => world ?? []);
  return {
    experience: sum(all.map(({ experience }) => experience)),
    energy: sum(all.map(({ energy }) => energy)),
    stress: sum(all.map(({ stress }) => stress)),
    attributes: sums(all.map(({ attributes }) => attributes)),
    relationships: sums(all.map(({ relationships }) => relationships)),
    gain: lists(all.map(({ items }) => items?.gain)),
    lose: lists(all.map(({ items }) => items?.lose)),
    variables: Object.assign({}, ...all.map(({ variables }) => variables)),
    skills: lists(all.map(({ skills }) => skills)),
    goals: sums(all.flatMap(({ goals = [] }) => goals.map(({ goalId, by }) => ({ [goalId]: by })))),
    world: worlds.length === 0 ? null : mergeWorlds(worlds),
    events: lists(all.map(({ events }) => events)),
    memories: lists(all.map(({ memories }) => memories)),
  };
};

const mergeWorlds = (worlds: readonly World[]): MergedWorld => ({
  values: Object.assign({}, ...worlds.map(({ values }) => values)),
  minutes: sum(worlds.map(({ minutes }) => minutes)),
  begin: lists(worlds.map(({ begin }) => begin)),
  end: lists(worlds.map(({ end }) => end)),
  kind: worlds.findLast(({ kind }) => kind !== undefined)?.kind,
  title: worlds.findLast(({ title }) => title !== undefined)?.title,
});

export interface MergedWorld {
  readonly values: NonNullable<World['values']>;
  readonly minutes: number;
  readonly begin: readonly string[];
  readonly end: readonly string[];
  readonly kind: string | undefined;
  readonly title: string | undefined;
}

export interface MergedEffects {
  readonly experience: number;
  readonly energy: number;
  readonly stress: number;
  readonly attributes: Readonly<Record<string, number>>;
  readonly relationships: Readonly<Record<string, number>>;
  readonly gain: readonly string[];
  readonly lose: readonly string[];
  readonly variables: NonNullable<Effects['variables']>;
  readonly skills: NonNullable<Effects['skills']>;
  readonly goals: Readonly<Record<string, number>>;
  readonly world: MergedWorld | null;
  readonly events: NonNullable<Effects['events']>;
  readonly memories: NonNullable<Effects['memories']>;
}
