import type { ConfigRow } from '@graphkeep/core';

/** Rows with their columns aligned, for a terminal. */
export const tableOf = (rows: readonly ConfigRow[]): string => {
  const lines = [['OPTION', 'VALUE', 'FROM'], ...rows.map(cellsOf)];
  const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
};

const cellsOf = ({ name, value, unit, source }: ConfigRow): string[] => {
  if (value === '') return [name, '-', ''];
  return [name, unit === undefined ? value : `${value} ${unit}`, source];
};
