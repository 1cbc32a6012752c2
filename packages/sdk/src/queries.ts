/** The procedures that only read: they are batched, and made again when they fail. A test holds this against the server. */
export const queries: ReadonlySet<string> = new Set([
  'story.characters.get',
  'story.characters.list',
  'story.players.get',
  'story.players.list',
  'system.health',
  'system.version',
]);
