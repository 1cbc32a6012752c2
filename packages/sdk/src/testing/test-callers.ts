import type { Graph } from '@graphkeep/models';
import { keysOf, type Platform, type Principal } from '@graphkeep/platform';
import type { TestCaller } from './types.ts';

export interface TestCallers {
  /** A new key for this caller. */
  keyFor(caller: TestCaller): string;
  /** Whose key a header has: one of these, or one that was made by a call. */
  principalOf(authorization: string | null): Promise<Principal | undefined>;
}

export const testCallers = <G extends Graph>(platform: Platform<G>): TestCallers => {
  const known = new Map<string, Principal>();
  return {
    keyFor({ id = 'test', scopes = ['*'], owner }) {
      const key = `gk_test_${crypto.randomUUID()}`;
      known.set(key, { id, scopes, ...(owner !== undefined && { owner }) });
      return key;
    },
    async principalOf(authorization) {
      const key = authorization?.replace(/^Bearer +/i, '');
      if (key === undefined) return undefined;
      return known.get(key) ?? keysOf(platform.asSystem('to know who calls')).principalOf(key);
    },
  };
};
