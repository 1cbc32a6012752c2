import type { RollupDefinition, SeriesDefinition } from '@graphkeep/models';
import type { Degradation, ReportSection, ReportTable } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import type { EstateGraph } from '../estate-graph.ts';
import { measurementsOf } from '../measurements/measurements.ts';
import type { Measured } from '../series/measured.ts';
import type { Range } from '../series/range.ts';
import { type Fact, figuresOf } from './figures.ts';
import type { Period } from './periods.ts';

export interface Ground {
  readonly platform: EstateGraph;
  readonly period: Period;
  /** Only what is this team's, in the sections that know teams. */
  readonly team?: string | undefined;
  /** Its services; null where the graph could not be asked for them. */
  readonly teamServices?: readonly string[] | null | undefined;
}

/** Whether what is measured names its team, or is a team's by the services that it is of. */
type Teams = 'no' | 'by name' | 'by services';

/** One part of a report: what is read for it, and what is told of that. */
export interface Section {
  readonly part: string;
  readonly label: string;
  readonly store: Degradation['store'];
  /** The tags of what it is made from. */
  readonly sources: readonly string[];
  /** Of what it is, where that is not everything. */
  readonly of?: readonly string[] | undefined;
  /** Kept for seconds alone: what it is made from is seen some time after it was changed. */
  readonly isLive?: boolean;
  readonly knowsTeams: Teams;
  read(ground: Ground): Promise<ReportSection>;
  /** The same figures, none of them known. */
  missing(ground: Ground): ReportSection;
}

interface Common<T> {
  readonly part: string;
  readonly label: string;
  readonly sources: readonly string[];
  readonly knowsTeams?: Teams;
  readonly facts: readonly Fact<T>[];
  readonly tables: (value: T, ground: Ground) => readonly ReportTable[];
}

interface MeasuredSection<T> extends Common<T> {
  /** The series that it stands on. What is before its first row was not measured. */
  readonly series: SeriesDefinition;
  /** Whether its rows come all the time, or only when something happens. */
  readonly rows: 'steady' | 'events';
  /** What is read in place of its rows: sums outlive what they are of. */
  readonly sums?: RollupDefinition;
  /** The part of the period that is read. @default all of it */
  readonly window?: (period: Period) => Period;
  readonly read: (measured: Measured, range: Range, ground: Ground) => Promise<T>;
}

const DAY_MS = 86_400_000;

/** A section of measurements, compared with the period before. */
export const measuredSection = <T>({
  part,
  label,
  sources,
  knowsTeams = 'no',
  facts,
  tables,
  series,
  rows,
  sums,
  window = (period) => period,
  read,
}: MeasuredSection<T>): Section => {
  const section = (
    ground: Ground,
    asOf: Date | null,
    current: T | null,
    previous: T | null,
  ): ReportSection => {
    const period = window(ground.period);
    return {
      ...{ part, label, asOf, range: period.range },
      previousRange: previous === null ? null : period.previous,
      figures: figuresOf(facts, current, previous, period),
      tables: current === null ? [] : tables(current, ground),
    };
  };
  return {
    ...{ part, label, sources, knowsTeams, store: 'sql' },
    missing: (ground) => section(ground, null, null, null),
    read: async (ground) => {
      const measured = await measurementsOf(ground.platform).ready();
      const { range, previous } = window(ground.period);
      const asOf = ground.platform.now();
      const first = await firstOf(measured, sums ? [sums.name, 'bucket'] : [series.name, 'time']);
      if (first === null || first >= range.end) return section(ground, asOf, null, null);
      const slack = rows === 'steady' ? new Date(previous.start.getTime() + DAY_MS) : previous.end;
      const keepDays = sums ? undefined : series.keepDays;
      const isKept = keepDays === undefined || previous.start.getTime() >= asOf.getTime() - keepDays * DAY_MS;
      const [current, before] = await Promise.all([
        read(measured, range, ground),
        isKept && first < slack ? read(measured, previous, ground) : null,
      ]);
      return section(ground, asOf, current, before);
    },
  };
};

const firstOf = async (
  { sql: store }: Measured,
  [table, column]: readonly [table: string, column: string],
): Promise<Date | null> => {
  const { rows } = await store.read((db) =>
    sql<{
      first: Date | null;
    }>`SELECT min(${sql.ref(column)}) AS first FROM ${sql.table(table)}`.execute(db),
  );
  return rows[0]?.first ?? null;
};

interface GraphSection<T> extends Common<T> {
  readonly of?: readonly string[];
  readonly isLive?: boolean;
  readonly read: (ground: Ground) => Promise<T>;
}

/** A section of the estate as it is now: the graph keeps no past to compare it with. */
export const graphSection = <T>({
  part,
  label,
  sources,
  knowsTeams = 'no',
  facts,
  tables,
  of,
  isLive = false,
  read,
}: GraphSection<T>): Section => {
  const section = (ground: Ground, asOf: Date | null, value: T | null): ReportSection => ({
    ...{ part, label, asOf, range: ground.period.range, previousRange: null },
    figures: figuresOf(facts, value, null, ground.period),
    tables: value === null ? [] : tables(value, ground),
  });
  return {
    ...{ part, label, sources, knowsTeams, of, isLive, store: 'graph' },
    missing: (ground) => section(ground, null, null),
    read: async (ground) => section(ground, ground.platform.now(), await read(ground)),
  };
};
