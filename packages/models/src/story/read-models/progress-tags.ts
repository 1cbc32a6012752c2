/** All of a player's that progress is worked out from: a change of any of it drops what was worked out. */
export const progressTags = (playerId: string): readonly string[] =>
  ['therapeuticGoal', 'intervention', 'progressMarker', 'skill', 'session', 'emotionalState'].map(
    (label) => `${label}@${playerId}`,
  );
