import type { CommandOf } from '../frame/command-of.ts';
import { withFolders } from '../migrate/folders.ts';
import type { Finding } from './finding.ts';

export const doctorCommand: CommandOf = (program, { performs }) =>
  performs(
    withFolders(
      program
        .command('doctor')
        .description(
          'Finds what is wrong with this installation, and says why it matters and how to right it.',
        )
        .option('--all', 'also what is well'),
    ),
    {
      examples: ['graphkeep doctor', 'graphkeep doctor --config production.env --json'],
      run: async (work, { all, ...folders }) => {
        const { examine } = await import('./examine.ts');
        const found = await examine(work, folders);
        const count = (severity: Finding['severity']) =>
          found.filter((one) => one.severity === severity).length;
        const shown = found.filter(({ severity }) => all || severity !== 'ok');
        const sum = `${count('error')} errors, ${count('warning')} warnings, ${count('note')} notes; ${count('ok')} checks found all well\n`;
        return {
          value: { findings: found },
          text: `${shown.map(textOf).join('')}${sum}`,
          exit: count('error') > 0 ? 'problems' : 'ok',
        };
      },
    },
  );

const textOf = ({ severity, check, what, why, remedy }: Finding): string =>
  [
    `${severity.padEnd(7)}  ${check}: ${what}`,
    ...(why === undefined ? [] : [`         why: ${why}`]),
    ...(remedy === undefined ? [] : [`         do:  ${remedy}`]),
    '',
  ].join('\n');
