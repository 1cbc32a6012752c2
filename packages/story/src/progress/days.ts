const DAY_MS = 86_400_000;

/** Days since the epoch, by UTC. */
export const dayOf = (date: Date): number => Math.floor(date.getTime() / DAY_MS);

export const startOfDay = (date: Date): Date => new Date(dayOf(date) * DAY_MS);

export const daysBefore = (date: Date, days: number): Date => new Date(date.getTime() - days * DAY_MS);

/** The Monday that a moment's week began with, by UTC. */
export const weekOf = (date: Date): Date => {
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date((dayOf(date) - sinceMonday) * DAY_MS);
};

export const monthOf = (date: Date): Date => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth()));

/** The mean of the values of each day, the oldest day first. */
export const meanOfDays = (values: readonly { readonly at: Date; readonly value: number }[]): number[] => {
  const days = Map.groupBy(values, ({ at }) => dayOf(at));
  return [...days]
    .sort(([one], [other]) => one - other)
    .map(([, own]) => mean(own.map(({ value }) => value)) ?? 0);
};

/** null of no values. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
