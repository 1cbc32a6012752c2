import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Stop } from './toolchain-stop.mjs';

/** @type {NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parentCheck = 500;

/**
 * Runs a command with this terminal, and answers with its exit code (128 + n where signal n ended it, as a shell does).
 * @param {string[]} words
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function run([command = '', ...args], cwd, env) {
  // .bin holds .cmd files on Windows, which only a shell can start.
  const shell = process.platform === 'win32' && !command.endsWith('.exe');
  const child = spawn(command, args, { cwd, env, stdio: 'inherit', shell });
  const stopForwarding = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      stopForwarding();
      reject(new Stop(`cannot run "${command}": ${error.message}.`));
    });
    child.on('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal sends its Ctrl+C to every process itself: a second one would cut a graceful end short.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of forwarded) process.on(signal, forward);

  // On SIGTERM the shell between npm and this process dies without a word, and would leave an orphaned server.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, parentCheck);

  return () => {
    clearInterval(watch);
    for (const signal of forwarded) process.off(signal, forward);
  };
}
