import type { CheckResult } from './check.ts';
import type { ValidationReport } from './report.ts';

/** The report as text for a person: what is urgent stands first. */
export const renderValidation = (report: ValidationReport): string => {
  const { at, score, counts, checks, categories, since, kept } = report;
  const wrong = checks.filter(({ result }) => result !== 'passed');
  const inPart = checks.filter(({ result, coverage }) => result === 'passed' && coverage !== null);
  const total = checks.length;
  return [
    `Validation of ${at.toISOString()}: ${percent(score)}, ${counts.passed} of ${total} checks passed`,
    ...(since ? [againstLine(score, since)] : []),
    '',
    ...(wrong.length === 0 ? ['Nothing was found.'] : wrong.flatMap(linesOf)),
    ...inPart.flatMap(linesOf),
    '',
    ...categories.map(
      (one) =>
        `${one.category.padEnd(24)} ${percent(one.score).padStart(6)}  ${one.counts.passed} of ${sumOf(one.counts)} passed`,
    ),
    ...(kept ? [] : ['', 'This report is not in the history: the SQL store could not be written to.']),
    '',
  ].join('\n');
};

const againstLine = (score: number, since: NonNullable<ValidationReport['since']>): string => {
  const change = Math.round((score - since.score) * 1_000) / 10;
  const parts = [
    `since ${since.at.toISOString()}: ${change >= 0 ? '+' : ''}${change} points`,
    ...(since.appeared.length > 0 ? [`new: ${since.appeared.join(', ')}`] : []),
    ...(since.mended.length > 0 ? [`mended: ${since.mended.join(', ')}`] : []),
  ];
  return parts.join('; ');
};

const linesOf = ({
  name,
  category,
  severity,
  result,
  details,
  recommendation,
}: CheckResult): readonly string[] => [
  `${result.toUpperCase().padEnd(8)} ${severity.padEnd(9)} ${name} (${category})`,
  `         ${details}`,
  ...(recommendation === null ? [] : [`         → ${recommendation}`]),
];

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;
const sumOf = (counts: ValidationReport['counts']): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);
