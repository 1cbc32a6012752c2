import { mean } from './days.ts';

export interface Effectiveness {
  readonly approach: string;
  /** The mean of those that were measured; null where none was. */
  readonly effectiveness: number | null;
  readonly times: number;
}

interface Done {
  readonly effectiveness?: number | undefined;
  readonly goals: readonly { readonly approaches: readonly string[] }[];
}

/** How well interventions worked, by the approaches of the goals that they served; the most effective first. */
export const effectivenessOf = (interventions: readonly Done[]): readonly Effectiveness[] => {
  const uses = interventions.flatMap(({ effectiveness, goals }) =>
    [...new Set(goals.flatMap(({ approaches }) => approaches))].map((approach) => ({
      approach,
      effectiveness,
    })),
  );
  return [...Map.groupBy(uses, ({ approach }) => approach)]
    .map(([approach, own]) => ({
      approach,
      effectiveness: mean(own.flatMap(({ effectiveness }) => effectiveness ?? [])),
      times: own.length,
    }))
    .sort(
      (one, other) =>
        (other.effectiveness ?? -1) - (one.effectiveness ?? -1) || one.approach.localeCompare(other.approach),
    );
};
