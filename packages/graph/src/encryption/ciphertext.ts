import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { DataKey } from './keys.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
const FORM = /^gk1:([\w-]+):([\w-]+)$/;

export const isCiphertext = (text: string): boolean => text.startsWith('gk1:');

/** `gk1:<key id>:<nonce, ciphertext and tag>`; good in this place only. */
export const seal = (key: DataKey, place: string, text: string): string => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG }).setAAD(
    Buffer.from(place),
  );
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `gk1:${key.id}:${sealed.toString('base64url')}`;
};

export type Opened = { readonly text: string } | { readonly problem: string };

export const open = (keys: ReadonlyMap<string, DataKey>, place: string, ciphertext: string): Opened => {
  const [, id, body] = FORM.exec(ciphertext) ?? [];
  if (id === undefined || body === undefined) return { problem: 'it is no whole ciphertext' };
  const key = keys.get(id);
  if (!key) return { problem: `it was written with the key ${id}, which is not among those given` };
  const sealed = Buffer.from(body, 'base64url');
  if (sealed.length < NONCE + TAG) return { problem: 'it is no whole ciphertext' };
  try {
    const decipher = createDecipheriv(ALGORITHM, key.bytes, sealed.subarray(0, NONCE), {
      authTagLength: TAG,
    })
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(-TAG));
    const bytes = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    return { text: bytes.toString('utf8') };
  } catch {
    return { problem: 'it was changed, or it belongs to another field' };
  }
};
