import { execFile } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

const gitDeadlineMs = 2_000;

/** The commit that was measured, with a mark where files differ from it; undefined outside a repository. */
const commit = async (): Promise<string | undefined> => {
  try {
    const describe = ['--no-optional-locks', 'describe', '--always', '--dirty', '--exclude=*'];
    const options = { cwd: import.meta.dirname, timeout: gitDeadlineMs };
    const { stdout } = await promisify(execFile)('git', describe, options);
    return stdout.trim();
  } catch {
    return undefined;
  }
};

/** What a figure is worth nothing without: where and when it was measured. */
export const describeMachine = async (): Promise<string> => {
  const measured = await commit();
  return [
    `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores`,
    `${(totalmem() / 2 ** 30).toFixed(1)} GiB, ${type()} ${release()}`,
    `Node ${process.version}`,
    new Date().toISOString().slice(0, 10),
    ...(measured === undefined ? [] : [`commit ${measured}`]),
  ].join(' · ');
};
