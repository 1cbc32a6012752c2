import { LIVES_LENGTH } from './layout.ts';

/** Until when a value is fresh, and until when it may be served, in shared time. */
export interface Lives {
  readonly softAt: number;
  readonly staleUntil: number;
}

/** The part of an entry that `touch` renews in place: it carries a check of its own, since the body's does not cover it. */
export const livesInto = (target: Buffer, at: number, { softAt, staleUntil }: Lives): void => {
  target.writeUIntBE(Math.max(0, Math.floor(softAt)), at, 6);
  target.writeUIntBE(Math.max(0, Math.floor(staleUntil)), at + 6, 6);
  target.writeUInt16BE(checkOf(target, at), at + 12);
};

export const encodeLives = (lives: Lives): Buffer => {
  const target = Buffer.allocUnsafe(LIVES_LENGTH);
  livesInto(target, 0, lives);
  return target;
};

export const areLivesWhole = (source: Buffer, at: number): boolean =>
  source.readUInt16BE(at + 12) === checkOf(source, at);

/** Weighted, so that swapped words show as well as flipped bits. */
const checkOf = (source: Buffer, at: number): number => {
  let check = 0x5a17;
  for (let word = 0; word < 6; word += 1) check = (check * 31 + source.readUInt16BE(at + 2 * word)) & 0xffff;
  return check;
};
