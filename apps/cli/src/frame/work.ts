import { type Config, loadConfig } from '@graphkeep/core';
import type { Terminal } from '../terminal.ts';
import { confirmed } from './confirm.ts';
import type { ExitName } from './exit-codes.ts';
import { type Progress, progressOn } from './progress.ts';

/** What a command has found or done. */
export interface Answer {
  /** For programs, by `--json`. */
  readonly value: unknown;
  /** For people, on standard output. */
  readonly text: string;
  /** @default 'ok' */
  readonly exit?: ExitName;
}

/** What one run of a command works with. */
export interface Work {
  readonly terminal: Terminal;
  readonly json: boolean;
  /** What `--config` names. */
  readonly configFile: string | undefined;
  /** Aborted by Ctrl-C. A second one ends the process at once. */
  readonly signal: AbortSignal;
  /** The configuration that a server would start with, with these variables before all else. Throws a ConfigError with all that is wrong. */
  config(variables?: Readonly<Record<string, string>>): Config;
  /** Tells a person what is going on, on standard error. */
  say(text: string): void;
  progress(label: string): Progress;
  /** Goes on only where a person agrees, or `yes` says so. Throws where nobody can be asked. */
  confirm(what: string, yes: boolean | undefined): Promise<void>;
}

export interface CommonOptions {
  readonly json?: boolean | undefined;
  readonly config?: string | undefined;
}

const SILENT: Progress = { tell: () => {}, end: () => {} };

export const workOn = (terminal: Terminal, { json = false, config: file }: CommonOptions): Work => {
  let known: Config | undefined;
  const load = (variables = {}) =>
    loadConfig({ ...terminal.env, ...variables }, file === undefined ? {} : { file });
  // A program cannot answer, whatever its terminal is.
  const asked = json ? { ...terminal, interactive: false } : terminal;
  return {
    terminal,
    json,
    configFile: file,
    get signal() {
      return terminal.interrupted();
    },
    config: (variables) => {
      if (variables) return load(variables);
      known ??= load();
      return known;
    },
    say: (text) => {
      if (!json) terminal.err(`${text}\n`);
    },
    progress: (label) => (json ? SILENT : progressOn(terminal, label)),
    confirm: (what, yes) => confirmed(asked, what, yes),
  };
};
