import type { Graphkeep } from '@graphkeep/sdk';

/** What this service was asked with, to be passed on. */
export interface Asked {
  /** Aborts when the caller is gone, or when the time is over. */
  readonly signal: AbortSignal;
  /** By when the caller wants an answer, on the clock of `performance.now()`. */
  readonly until: number;
  /** The name of this very sign-up: whoever asks again with it gets the same answer. */
  readonly idempotencyKey: string;
  readonly requestId: string;
}

/** A player with a first character. Each of the two changes has a name of its own, made of that of the whole. */
export const signUp = async (gk: Graphkeep, username: string, asked: Asked) => {
  const options = (part: string) => ({
    signal: asked.signal,
    timeoutMs: Math.max(1, Math.floor(asked.until - performance.now())),
    idempotencyKey: `${asked.idempotencyKey}:${part}`,
    headers: { 'x-request-id': asked.requestId },
  });
  const { playerId } = await gk.story.players.create({ username }, options('player'));
  const { characterId } = await gk.story.characters.create(
    { playerId, name: `${username} the Young` },
    options('character'),
  );
  return { playerId, characterId };
};
