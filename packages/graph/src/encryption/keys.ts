import { hkdfSync } from 'node:crypto';
import { type Secret, StartError } from '@graphkeep/core';

/** One key for ciphertexts. Its id stands in each of them and tells nothing of the key. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Buffer;
}

export interface EncryptionKeys {
  /** Writes. */
  readonly current: DataKey;
  /** Read, by their ids. */
  readonly all: ReadonlyMap<string, DataKey>;
  /**
   * Of the oldest secret: a blind index must be the same for equal values, whichever key wrote them, or two nodes could
   * have one unique value. To drop that secret, write every encrypted unique field anew without it while no server
   * runs.
   */
  readonly blind: Buffer;
}

const MIN_LENGTH = 32;

/** The keys that follow from a root secret, and from older ones that wrote before it. */
export const keysFrom = (rootSecret: Secret, older: readonly Secret[] = []): EncryptionKeys => {
  const secrets = [rootSecret, ...older].map((secret) => secret.reveal());
  if (secrets.some((secret) => secret.length < MIN_LENGTH))
    throw new StartError(`A root secret of the graph's encryption needs ${MIN_LENGTH} characters at least.`);
  const keys = secrets.map((secret) => ({
    id: derive(secret, 'graph field key id', 6).toString('base64url'),
    bytes: derive(secret, 'graph field key', 32),
  }));
  const [current] = keys;
  if (!current) throw new RangeError('There is always a root secret.');
  return {
    current,
    all: new Map(keys.map((key) => [key.id, key])),
    blind: derive(secrets.at(-1) ?? '', 'graph blind index', 32),
  };
};

const derive = (secret: string, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `graphkeep ${purpose}`, bytes));
