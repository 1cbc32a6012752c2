import type { Range } from '../series/range.ts';

/** A time that a report is of, and the one that it is compared with. All of it is UTC: there a day has 24 hours, always. */
export interface Period {
  readonly name: string;
  readonly range: Range;
  /** The one before, up to the same point of it. */
  readonly previous: Range;
}

export const calendarPeriods = [
  'currentMonth',
  'lastMonth',
  'currentQuarter',
  'lastQuarter',
  'yearToDate',
  'fiscalYear',
  'lastFiscalYear',
] as const;
const rollingPeriods = ['7d', '30d', '90d'] as const;
export const dashboardPeriods = [...rollingPeriods, 'ytd'] as const;
export type PeriodName = (typeof calendarPeriods)[number] | (typeof dashboardPeriods)[number];

interface PeriodOptions {
  readonly now: Date;
  /** From 1 to 12. */
  readonly fiscalYearStart: number;
}

const DAY_MS = 86_400_000;
const DAYS = { '7d': 7, '30d': 30, '90d': 90 } as const;

export const periodOf = (name: PeriodName, { now, fiscalYearStart }: PeriodOptions): Period => {
  const month = monthOf(now);
  const quarter = month - (month % 3);
  const fiscal = fiscalYearMonth(now, fiscalYearStart);
  switch (name) {
    case '7d':
    case '30d':
    case '90d':
      return rolling(name, now);
    case 'currentMonth':
      return toDate(name, month, 1, now);
    case 'lastMonth':
      return whole(name, month - 1, 1);
    case 'currentQuarter':
      return toDate(name, quarter, 3, now);
    case 'lastQuarter':
      return whole(name, quarter - 3, 3);
    case 'ytd':
    case 'yearToDate':
      return toDate(name, month - (month % 12), 12, now);
    case 'fiscalYear':
      return toDate(name, fiscal, 12, now);
    case 'lastFiscalYear':
      return whole(name, fiscal - 12, 12);
  }
};

/** Months since the year 0, so that none has to be carried over. */
const monthOf = (time: Date): number => time.getUTCFullYear() * 12 + time.getUTCMonth();

export const startOfMonth = (month: number): Date =>
  new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));

/** The month in which the fiscal year began that this time is in. */
const fiscalYearMonth = (now: Date, fiscalYearStart: number): number => {
  const month = monthOf(now);
  return month - ((month - (fiscalYearStart - 1)) % 12);
};

/** Whole days and today so far, since what costs is told by the day. */
const rolling = (name: keyof typeof DAYS, now: Date): Period => {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const days = DAYS[name];
  const range = lasting(new Date(today - (days - 1) * DAY_MS), now);
  return { name, range, previous: shifted(range, -days * DAY_MS) };
};

const whole = (name: string, month: number, months: number): Period => ({
  name,
  range: { start: startOfMonth(month), end: startOfMonth(month + months) },
  previous: { start: startOfMonth(month - months), end: startOfMonth(month) },
});

const toDate = (name: string, month: number, months: number, now: Date): Period => {
  const range = lasting(startOfMonth(month), now);
  const start = startOfMonth(month - months);
  // February is over before the thirtieth day of March has a day to be compared with.
  const end = Math.min(
    start.getTime() + (range.end.getTime() - range.start.getTime()),
    range.start.getTime(),
  );
  return { name, range, previous: { start, end: new Date(end) } };
};

/** In the first moment of a period it is one millisecond long, since an empty one has no answer. */
const lasting = (start: Date, end: Date): Range => ({
  start,
  end: new Date(Math.max(end.getTime(), start.getTime() + 1)),
});

const shifted = ({ start, end }: Range, ms: number): Range => ({
  start: new Date(start.getTime() + ms),
  end: new Date(end.getTime() + ms),
});
