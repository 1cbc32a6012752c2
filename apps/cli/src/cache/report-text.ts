import { tableOf } from '../frame/table.ts';
import type { Report } from './plan.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export const bytesText = (bytes: number): string => {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  const size = bytes / 1_024 ** power;
  return `${power === 0 ? size : size.toFixed(1)} ${UNITS[power]}`;
};

/** By type, the most first, and all in the last line. */
export const reportText = ({ matched, bytes, byType, scanned, complete }: Report): string => {
  const rows = Object.entries(byType)
    .sort(([, one], [, other]) => other.matched - one.matched)
    .map(([type, tally]) => [type, String(tally.matched), bytesText(tally.bytes)]);
  const all = ['in all', String(matched), bytesText(bytes)];
  return (
    tableOf(['TYPE', 'VALUES', 'SIZE'], [...rows, all]) +
    (complete ? '' : `Only the first ${scanned} values were looked at: there was no more time.\n`)
  );
};
