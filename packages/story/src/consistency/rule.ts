export interface CheckScope {
  /** Undefined: all players. */
  readonly playerId: string | undefined;
  readonly repair: boolean;
  readonly signal: AbortSignal;
}
