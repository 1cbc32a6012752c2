import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const REASON_LINES = 8;

/**
 * @typedef {{ task: string; package: string; directory: string; command: string; execution?: { exitCode?: number | null } }} Task
 *   one of a turbo run, as its summary file has it
 * @typedef {{ fullName: string; status: string; failureMessages?: string[] }} Assertion
 * @typedef {{ name: string; status: string; message?: string; assertionResults: Assertion[] }} TestFile
 * @typedef {{ passed: number; failed: number; skipped: number; failures: string[]; skippedNames: string[] }} Results
 */

/**
 * Sums the vitest reports of the packages of a run, whether they ran now or came from turbo's cache.
 * @param {string} root
 * @param {Task[]} tasks
 * @returns {Results}
 */
export function sumReports(root, tasks) {
  const ran = tasks.filter(({ task, command }) => task === 'test' && command !== '<NONEXISTENT>');
  /** @type {Results} */
  const sum = { passed: 0, failed: 0, skipped: 0, failures: [], skippedNames: [] };
  for (const task of ran) {
    const one = resultsOf(root, task);
    sum.passed += one.passed;
    sum.failed += one.failed;
    sum.skipped += one.skipped;
    sum.failures.push(...one.failures);
    sum.skippedNames.push(...one.skippedNames);
  }
  return sum;
}

/**
 * @param {string} root
 * @param {Task} task
 * @returns {Results}
 */
function resultsOf(root, task) {
  const exit = task.execution?.exitCode ?? undefined;
  const ended = exit === undefined ? 'did not run to its end' : `ended with exit code ${exit}`;
  const path = join(root, task.directory, 'reports', 'vitest.json');
  if (!existsSync(path)) return crash(`${task.package} ${ended} and wrote no report`);

  /** @type {TestFile[]} */
  const files = JSON.parse(readFileSync(path, 'utf8')).testResults;
  const tests = files.flatMap((file) =>
    file.assertionResults.map(({ fullName, status, failureMessages = [] }) => ({
      status,
      name: `${task.package}: ${fullName}`,
      reason: reasonOf(failureMessages),
    })),
  );
  const failing = tests.filter(({ status }) => status === 'failed');
  const skipped = tests.filter(({ status }) => status !== 'failed' && status !== 'passed');
  // A file that cannot be loaded, or whose setup fails, is failed without a failing test in it.
  const brokenFiles = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  const failures = [
    ...failing.map(({ name, reason }) => `${name}${reason}`),
    ...brokenFiles.map(
      ({ name, message = '' }) => `${task.package}: ${name} could not run${reasonOf([message])}`,
    ),
  ];
  if (exit !== 0 && failures.length === 0) failures.push(`${task.package} ${ended}, with no failing test`);
  return {
    passed: tests.length - failing.length - skipped.length,
    failed: failures.length,
    skipped: skipped.length,
    failures,
    skippedNames: skipped.map(({ name }) => name),
  };
}

/**
 * What a log that is cut to its end still tells of a failure.
 * @param {string[]} messages
 */
function reasonOf(messages) {
  const lines = stripVTControlCharacters(messages.join('\n')).split('\n');
  const told = lines.filter((line) => line.trim() !== '').slice(0, REASON_LINES);
  return told.map((line) => `\n    ${line.slice(0, 300)}`).join('');
}

/**
 * @param {string} what
 * @returns {Results}
 */
function crash(what) {
  return { passed: 0, failed: 1, skipped: 0, failures: [what], skippedNames: [] };
}
