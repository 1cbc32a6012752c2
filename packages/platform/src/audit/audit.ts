/** What somebody did with data of somebody else. It holds keys alone, no values. */
export interface AuditEvent {
  /** Like `story.sessions.load`. */
  readonly action: string;
  readonly access: 'read' | 'write';
  /** Whose data it was. It is kept as a pseudonym. */
  readonly owner?: string;
  /** The node, like `Session/ses_…`. */
  readonly subject?: string;
  readonly outcome: 'ok' | string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** An event as it is kept: the owner is a pseudonym, in whatever of it the owner's id stood. */
export interface AuditEntry extends AuditEvent {
  readonly id: string;
  readonly at: Date;
  readonly principal: string;
  readonly requestId?: string;
}

export interface AuditFilter {
  readonly principal?: string;
  /** An owner's id or pseudonym. */
  readonly owner?: string;
  /** The whole of it, or with a `*` at its end how it begins: `story.sessions.*`. */
  readonly action?: string;
  readonly access?: 'read' | 'write';
  readonly from?: Date;
  /** Not included. */
  readonly until?: Date;
}

export interface AuditReadOptions extends AuditFilter {
  /** @default 50 */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

/** The newest entries first. */
export interface AuditPage {
  readonly items: readonly AuditEntry[];
  readonly next: string | null;
}

export interface AuditProblem {
  /** `changed`: an entry is not what was written. `missing`: one is not there. `extra`: one was put in. `seal`: its chain was tampered with. */
  readonly kind: 'changed' | 'missing' | 'extra' | 'seal';
  readonly chain: string;
  /** The place in the chain; undefined where it is about the whole chain. */
  readonly place?: number;
  readonly message: string;
}

export interface AuditVerdict {
  /** True where nothing is wrong with what was looked at. */
  readonly intact: boolean;
  readonly chains: number;
  readonly entries: number;
  /** The first one. */
  readonly problem?: AuditProblem;
  /** Chains whose seal was made with a secret that this process does not know: only their inner order was checked. */
  readonly unknownSeals: readonly string[];
  /** Where to go on, if time was over. */
  readonly next?: string;
}

export interface VerifyOptions {
  /** @default 10 s */
  readonly timeBudgetMs?: number;
  /** The `next` of an earlier verdict. */
  readonly from?: string;
}

export interface Audit {
  /**
   * Resolves when it is kept for good; what is audited is not answered before. Where it cannot be kept it throws
   * `unavailable`. A write records within its transaction, before it commits: then nothing is kept that was not audited.
   */
  record(event: AuditEvent): Promise<void>;
  read(options?: AuditReadOptions): Promise<AuditPage>;
  /** Walks all chains, and names the first entry that was changed, taken out or put in. */
  verify(options?: VerifyOptions): Promise<AuditVerdict>;
  /** Removes what is older, and answers how many entries. What stays can still be verified. */
  trim(olderThan: Date): Promise<number>;
}
