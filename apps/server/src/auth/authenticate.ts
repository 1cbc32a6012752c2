import type { GraphkeepError } from '@graphkeep/core';
import type { Principal } from '@graphkeep/platform';

/** Who calls, or why that is not known. Both are missing where nothing was sent. */
export interface Caller {
  readonly principal?: Principal;
  readonly refusal?: GraphkeepError;
}

/** Reads the header Authorization. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Knows one kind of credential: undefined where it is of another kind; throws where it is good for nothing. */
export type Recognise = (credential: string) => Promise<Principal | undefined>;
