/**
 * The procedures that only read, beside those that every resource has: they are batched, and made again when they fail. A
 * test holds this against the server.
 */
export const queries: ReadonlySet<string> = new Set([
  'story.care.job',
  'story.care.planCleaning',
  'story.characters.recall',
  'story.characters.relationships',
  'story.characters.state',
  'story.conversation.page',
  'story.emotions.alerts',
  'story.emotions.patterns',
  'story.players.preferences',
  'story.privacy.audit',
  'story.privacy.consents',
  'story.privacy.export',
  'story.privacy.planErasure',
  'story.privacy.receipt',
  'story.privacy.receipts',
  'story.privacy.verifyAudit',
  'story.progress.dashboard',
  'story.progress.therapeutic',
  'story.sessions.context',
  'story.sessions.load',
  'system.health',
  'system.snapshot',
  'system.version',
]);
