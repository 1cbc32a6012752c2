// Every dependency that is installed, of production and development alike, has a licence that the project accepts.
import { execFileSync } from 'node:child_process';

const accepted = new Set([
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MPL-2.0',
  'BlueOak-1.0.0',
]);

/** Accepted for these packages alone: freer than MIT, or Apache-2.0 by another spelling. */
const exceptions = new Map([
  ['revalidator', 'Apache 2.0'],
  ['tslib', '0BSD'],
  ['tweetnacl', 'Unlicense'],
]);

const answer = execFileSync('pnpm', ['--recursive', 'licenses', 'list', '--json'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
const byLicence: Record<string, readonly { name: string; versions: readonly string[] }[]> =
  JSON.parse(answer);
const entries = Object.entries(byLicence);

const offenders = entries.flatMap(([licence, packages]) =>
  packages
    .filter(({ name }) => !isAccepted(licence) && exceptions.get(name) !== licence)
    .map(({ name, versions }) => `${name} ${versions.join(', ')} has the licence ${licence}`),
);
if (entries.length === 0) offenders.push('pnpm lists no licence at all: are the packages installed?');

for (const offender of offenders) console.error(offender);
process.exitCode = offenders.length === 0 ? 0 : 1;

/** Of alternatives one is enough, of a conjunction every part is needed; a nested expression is refused, to be read by a person. */
function isAccepted(expression: string): boolean {
  const flat = expression.replace(/^\((.*)\)$/, '$1');
  const parts = (separator: string) => flat.split(separator).map((part) => part.trim());
  if (flat.includes(' AND ')) return parts(' AND ').every((part) => accepted.has(part));
  return parts(' OR ').some((part) => accepted.has(part));
}
