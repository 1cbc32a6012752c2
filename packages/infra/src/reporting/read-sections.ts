import { createHash } from 'node:crypto';
import { currentContext, Deadline, newRequestId, runInContext } from '@graphkeep/core';
import { LiveReportPart, ReportPart, type ReportSection } from '@graphkeep/models/infra';
import { absencesOf, isAbsence } from '../answers/absences.ts';
import { inputKey } from '../answers/input-key.ts';
import type { EstateGraph } from '../estate-graph.ts';
import type { DegradedPart } from './report.ts';
import type { Ground, Section } from './section.ts';

export interface ReadOptions {
  /** How long one part may take; what is not there by then is missing. @default 1.8 s */
  readonly partMs?: number;
  /** Whether it is for somebody who watches: then it is seconds old at most, and else minutes. @default false */
  readonly live?: boolean;
}

const PART_MS = 1_800;

interface Read {
  readonly section: ReportSection;
  readonly degraded: readonly DegradedPart[];
}

/** One section: from the cache, else from its store, else the last that is known, else without figures. */
export const readSection = async (
  section: Section,
  ground: Ground,
  { partMs = PART_MS, live = false }: ReadOptions = {},
): Promise<Read> => {
  const { platform, period, team } = ground;
  const { part, store, sources, of } = section;
  const known = absencesOf(platform);
  if (team !== undefined && section.knowsTeams === 'by services' && ground.teamServices === null) {
    const { since } = known.degradation('graph', part);
    const reason = 'the graph could not be asked which services are of this team';
    return {
      section: section.missing(ground),
      degraded: [{ part, store: 'graph', reason, since, asOf: null }],
    };
  }
  // A period of days moves on with every moment: its last answer is the last known one of the same name.
  const from = /^\d+d$/.test(period.name) ? undefined : period.range.start;
  const key = inputKey({ part, period: period.name, from, team, of, config: digestOf(platform) });
  const load = () =>
    within(partMs, async () => {
      const read = await known.watch(store, () => section.read(ground));
      return { asOf: platform.now(), sources: [...sources], section: read };
    });
  const degraded = (reason: string, asOf: Date | null): readonly DegradedPart[] => [
    { part, store, reason, since: known.degradation(store, part).since, asOf },
  ];
  try {
    const { value, stale } = await platform
      .model(live || section.isLive ? LiveReportPart : ReportPart)
      .getAged(key, load);
    const { section: read, asOf } = value;
    return {
      section: read,
      degraded: stale ? degraded(`${store} could not be asked: this is the last that is known`, asOf) : [],
    };
  } catch (error) {
    if (!isAbsence(error)) throw error;
    return { section: section.missing(ground), degraded: degraded(error.message, null) };
  }
};

const digests = new WeakMap<object, string>();

/** What is configured is a part of what is asked: another budget has another answer. */
const digestOf = ({ config: { infra } }: EstateGraph): string => {
  const digest = digests.get(infra) ?? createHash('sha256').update(JSON.stringify(infra)).digest('base64url');
  digests.set(infra, digest);
  return digest;
};

/** All sections at once: one that is away holds up no other. */
export const readSections = async (
  sections: readonly Section[],
  ground: Ground,
  options?: ReadOptions,
): Promise<{ readonly sections: readonly ReportSection[]; readonly degraded: readonly DegradedPart[] }> => {
  const wanted =
    ground.team === undefined ? sections : sections.filter(({ knowsTeams }) => knowsTeams !== 'no');
  const read = await Promise.all(wanted.map((section) => readSection(section, ground, options)));
  return {
    sections: read.map(({ section }) => section),
    degraded: read.flatMap(({ degraded }) => degraded),
  };
};

/** Does the work with a deadline of its own, within that of the request. */
const within = async <T>(ms: number, work: () => Promise<T>): Promise<T> => {
  const context = currentContext();
  using deadline = context?.deadline.within(ms) ?? Deadline.after(ms);
  return await runInContext({ requestId: newRequestId(), ...context, deadline }, work);
};
