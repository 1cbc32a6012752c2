/** Who asks. One with an owner sees and writes only what that owner owns, beside reading what is shared. */
export interface Principal {
  /** A name for logs and the audit: never a secret. */
  readonly id: string;
  readonly owner?: string;
  /** What it may do, like `story:read`; `story:*` is all of a domain, `*` everything. */
  readonly scopes: readonly string[];
}

/** Whether the principal was given the scope, by itself or by a star. */
export const hasScope = ({ scopes }: Principal, scope: string): boolean =>
  scopes.some(
    (given) =>
      given === scope || given === '*' || (given.endsWith(':*') && scope.startsWith(given.slice(0, -1))),
  );
