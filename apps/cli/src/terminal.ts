/** All that a command may know of the process that it runs in. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether a person is there, who reads standard error and can be asked. */
  readonly interactive: boolean;
  /** The answer of that person to a question. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<string>;
  /** Aborted by Ctrl-C. Until it is asked for, Ctrl-C ends the process at once. */
  readonly interrupted: () => AbortSignal;
}
