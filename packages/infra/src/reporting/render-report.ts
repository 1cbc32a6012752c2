import type { ReportCell, ReportFigure, ReportSection, ReportTable } from '@graphkeep/models/infra';
import type { Report } from './report.ts';

/** A report for people, as Markdown: for a terminal or an e-mail. */
export const renderReport = (report: Report): string => {
  const { kind, level, team, range, previousRange, sections, degraded, madeAt, currency } = report;
  return [
    `# ${TITLES[kind]}`,
    `${day(range.start)} to ${time(range.end)}, compared with ${day(previousRange.start)} to ${time(previousRange.end)}. For the ${level}${team === null ? '' : `, ${team} alone`}. Made at ${time(madeAt)}, amounts in ${currency}, times in UTC.`,
    ...(degraded.length === 0 ? [] : [degradedText(degraded)]),
    ...sections.map((section) => sectionText(section, currency)),
  ]
    .join('\n\n')
    .concat('\n');
};

const TITLES: Readonly<Record<Report['kind'], string>> = {
  businessValue: 'Business value',
  dashboard: 'Dashboard',
  fiscalAnalysis: 'Fiscal analysis',
  infrastructureOverview: 'Infrastructure',
};

const degradedText = (degraded: Report['degraded']): string =>
  degraded
    .map(
      ({ part, store, reason, since, asOf }) =>
        `- **${escaped(part)}** is ${asOf === null ? 'missing' : `as of ${time(asOf)}`}: the ${store} store is away since ${time(since)} (${escaped(reason)}).`,
    )
    .join('\n');

const sectionText = ({ label, figures, tables }: ReportSection, currency: string): string =>
  [
    `## ${label}`,
    ...(figures.length === 0
      ? []
      : [
          grid(
            ['', 'Now', 'Before', 'Change'],
            figures.map((figure) => [
              escaped(figure.label),
              shown(figure.value, figure.unit, currency),
              shown(figure.previous, figure.unit, currency),
              changeOf(figure),
            ]),
          ),
        ]),
    ...tables.filter(({ rows }) => rows.length > 0).map((table) => tableText(table, currency)),
  ].join('\n\n');

const tableText = ({ label, columns, rows }: ReportTable, currency: string): string =>
  [
    `### ${label}`,
    grid(
      columns.map((column) => column.label),
      rows.map((row) => columns.map(({ name, unit }) => shown(row[name] ?? null, unit, currency))),
    ),
  ].join('\n\n');

const grid = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const MISSING = '–';

const changeOf = ({ changeShare }: ReportFigure): string =>
  changeShare === null ? MISSING : `${changeShare > 0 ? '+' : ''}${number(changeShare * 100, 1)} %`;

const shown = (value: ReportCell, unit: ReportFigure['unit'], currency: string): string => {
  if (value === null) return MISSING;
  if (value instanceof Date) return day(value);
  if (typeof value === 'string') return escaped(value);
  switch (unit) {
    case 'money':
      return `${number(value, 2)} ${currency}`;
    case 'share':
      return `${number(value * 100, 1)} %`;
    case 'percent':
      return `${number(value, 1)} %`;
    case 'hours':
      return `${number(value, 1)} h`;
    case 'minutes':
      return `${number(value, 1)} min`;
    case 'ms':
      return `${number(value, 1)} ms`;
    case 'count':
    case 'text':
    case 'date':
      return number(value, 1);
  }
};

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: digits });
const day = (at: Date): string => at.toISOString().slice(0, 10);
const time = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
/** Names come from the estate: they stay in their cell, and make no markup. */
const escaped = (text: string): string => text.replaceAll(/[\\|`*_<>[\]]/g, '\\$&').replaceAll(/\s+/g, ' ');
