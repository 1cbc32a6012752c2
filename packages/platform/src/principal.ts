/** Who asks. One with an owner sees and writes only what that owner owns, beside reading what is shared. */
export interface Principal {
  /** A name for logs: never a secret. */
  readonly id: string;
  readonly owner?: string;
}
