/** What a command line ends with, for scripts. */
export const exitCodes = {
  ok: { code: 0, means: 'It was done.' },
  failed: { code: 1, means: 'It failed; standard error says why.' },
  misused: {
    code: 2,
    means: 'It was called wrongly: an unknown command or option, or a `--yes` that is missing.',
  },
  problems: { code: 3, means: 'It looked, and found what is wrong.' },
  away: { code: 4, means: 'The server or a store does not answer. Later it may.' },
  cancelled: { code: 130, means: 'It was cancelled, by Ctrl-C or by a no.' },
} as const;

export type ExitName = keyof typeof exitCodes;
