/** What a check has to say. Only what is not `ok` is to be looked at. */
export interface Finding {
  /** `note`: worth knowing; `warning`: will hurt some day; `error`: is wrong now. */
  readonly severity: 'ok' | 'note' | 'warning' | 'error';
  readonly check: string;
  readonly what: string;
  /** Why it matters; missing where all is well. */
  readonly why?: string;
  /** What to do. */
  readonly remedy?: string;
}

export type Trouble = Omit<Finding, 'check' | 'severity'> & {
  readonly severity: Exclude<Finding['severity'], 'ok'>;
  readonly why: string;
  readonly remedy: string;
};

export const fine = (what: string): Omit<Finding, 'check'> => ({ severity: 'ok', what });
