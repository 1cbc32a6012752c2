// Builds the packages that a command needs, and prints turbo's report only when a build fails.
import { spawnSync } from 'node:child_process';

const filters = process.argv.slice(2).map((name) => `--filter=${name}`);
const options = ['--output-logs=errors-only', '--log-prefix=none', ...filters];
const { status, stdout, stderr, error } = spawnSync('turbo', ['run', 'build', ...options], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (status !== 0) process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
process.exitCode = status ?? 1;
