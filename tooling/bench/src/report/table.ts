import type { Spread } from '../statistics.ts';
import type { Result } from './result.ts';

/** As many digits as a reader compares: whole numbers from a thousand on, else three that count. */
const figure = (value: number): string =>
  value.toLocaleString(
    'en',
    Math.abs(value) >= 1_000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );

const range = (spread: Spread | null): string =>
  spread === null ? '' : `${figure(spread.min)}–${figure(spread.max)}`;

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (result: Result) => string;
}

const columns: readonly Column[] = [
  { title: 'id', align: 'left', cell: ({ id }) => id },
  { title: 'subject', align: 'left', cell: ({ subject }) => subject },
  { title: 'median', align: 'right', cell: ({ value }) => figure(value) },
  { title: 'unit', align: 'left', cell: ({ unit }) => unit },
  { title: 'min–max', align: 'left', cell: ({ spread }) => range(spread) },
  { title: 'against', align: 'left', cell: ({ against }) => against ?? '' },
  { title: 'ratio', align: 'right', cell: ({ ratio }) => (ratio === null ? '' : figure(ratio)) },
  { title: 'min–max', align: 'left', cell: ({ ratioSpread }) => range(ratioSpread) },
  { title: 'goal', align: 'left', cell: ({ goal }) => goal ?? '' },
  { title: 'met', align: 'left', cell: ({ met }) => (met === null ? '' : met ? 'yes' : 'NO') },
  { title: 'promises less', align: 'left', cell: ({ note }) => note ?? '' },
];

/** Aligned columns; one that would be empty is left out. */
export const table = (results: readonly Result[]): string => {
  const shown = columns
    .map(({ title, align, cell }) => ({ title, align, cells: results.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const padded = shown.map(({ title, align, cells }) => {
    const all = [title, ...cells];
    const width = Math.max(...all.map((cell) => cell.length));
    return all.map((cell) => (align === 'right' ? cell.padStart(width) : cell.padEnd(width)));
  });
  return [-1, ...results.keys()]
    .map((row) =>
      padded
        .map((column) => column[row + 1])
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
