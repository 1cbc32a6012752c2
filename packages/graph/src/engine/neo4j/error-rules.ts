import type { ErrorCode } from '@graphkeep/contract';

/** What an error of these codes means. */
export interface Rule {
  /** Looks at the code, then the message. */
  readonly when: RegExp;
  readonly code: ErrorCode;
  readonly message: string;
  readonly field?: string;
  /** In the middle of a commit it leaves open whether the commit was done. */
  readonly lost?: boolean;
}

/** The first that fits is taken. */
export const errorRules: readonly Rule[] = [
  {
    when: /^Neo\.ClientError\.Security\.AuthorizationExpired/,
    code: 'unavailable',
    message: 'Neo4j wants its user to log in again.',
  },
  {
    when: /^Neo\.ClientError\.Security\.Forbidden/,
    code: 'internal',
    message: 'Neo4j does not allow this to its user: give the user the rights.',
  },
  {
    // Not retryable: repeating a wrong password locks the user out.
    when: /^Neo\.ClientError\.Security\./,
    code: 'internal',
    message: 'Neo4j refused the user or the password.',
  },
  {
    when: /^Neo\.ClientError\.Database\.DatabaseNotFound/,
    code: 'internal',
    message: 'Neo4j has no such database: correct NEO4J_DATABASE.',
  },
  {
    when: /^Neo\.ClientError\.Transaction\.InvalidBookmark/,
    code: 'invalid_input',
    message: 'The bookmarks are none that this store has given.',
    field: 'bookmarks',
  },
  {
    when: /^Neo\.ClientError\.Statement\.AccessMode/,
    code: 'invalid_input',
    message: 'A statement that only reads tried to write.',
    field: 'writes',
  },
  {
    when: /BookmarkTimeout/,
    code: 'unavailable',
    message: 'This server of Neo4j has not yet got what was written before on another.',
  },
  {
    when: /TransactionTimedOut/,
    code: 'timeout',
    message: 'Neo4j stopped the statement at its deadline.',
  },
  {
    when: /NotALeader|ForbiddenOnReadOnlyDatabase/,
    code: 'unavailable',
    message: 'This server of Neo4j takes no writes: another leads. By neo4j:// the leader is found.',
  },
  {
    when: /^Neo\.TransientError\.\w+\.\w*(OutOfMemory|MemoryLimit|NoThreadsAvailable)/,
    code: 'overloaded',
    message: 'Neo4j has no memory or no thread left for this.',
  },
  {
    when: /Transaction\.(Transaction)?(Terminated|MarkedAsFailed)|LockClientStopped/,
    code: 'unavailable',
    message: 'Neo4j ended the transaction: it stops, or somebody stopped the transaction.',
    lost: true,
  },
  {
    when: /^Neo\.TransientError\.(General|Database|Cluster)\.|^Neo\.DatabaseError\.Transaction\./,
    code: 'unavailable',
    message: 'The database of Neo4j is away for now.',
    lost: true,
  },
  {
    when: /^Neo\.TransientError\./,
    code: 'conflict',
    message: 'Another write was in the way; nothing of this one was kept.',
  },
  {
    when: /^(ServiceUnavailable|SessionExpired) .*(certificate|self.signed|SSL|TLS|wrong version number)/is,
    code: 'internal',
    message:
      'The connection to Neo4j cannot be secured: its certificate is not trusted, or it has no TLS. +ssc trusts any certificate.',
  },
  {
    when: /^(ServiceUnavailable|SessionExpired|ProtocolError) /,
    code: 'unavailable',
    message: 'Neo4j does not answer.',
    lost: true,
  },
];
