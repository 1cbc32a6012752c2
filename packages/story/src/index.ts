export {
  type CleanCache,
  type CleaningPlan,
  type CleaningReport,
  cleanCache,
  cleanCacheInput,
  cleaningPlan,
  cleaningReport,
  type PlanCleaning,
  planCleaning,
  planCleaningInput,
} from './cache-care/clean-cache.ts';
export { type CacheSelection, cacheSelection } from './cache-care/selection.ts';
export { characterState, characterStateInput } from './characters/character-state.ts';
export { createCharacter } from './characters/create-character.ts';
export { createMemory } from './characters/create-memory.ts';
export {
  type ListRelationships,
  listRelationships,
  listRelationshipsInput,
  relationshipList,
} from './characters/list-relationships.ts';
export { type MoveCharacter, moveCharacter, moveCharacterInput } from './characters/move-character.ts';
export { patchCharacter } from './characters/patch-character.ts';
export { type Recall, type Recalled, recall, recalled, recallInput } from './characters/recall.ts';
export { type Remember, remember, rememberInput } from './characters/remember.ts';
export { removeCharacter } from './characters/remove-character.ts';
export {
  type RemoveRelationship,
  relationshipRemoved,
  removeRelationship,
  removeRelationshipInput,
} from './characters/remove-relationship.ts';
export {
  relationship,
  type SetRelationship,
  setRelationship,
  setRelationshipInput,
} from './characters/set-relationship.ts';
export { type Check, type CheckReport, checkInput, checkJob } from './consistency/check-job.ts';
export { type Finding, finding } from './consistency/finding.ts';
export {
  type AppendedMessages,
  type AppendMessages,
  appendedMessages,
  appendMessages,
  appendMessagesInput,
} from './conversation/append-messages.ts';
export { type ArchiveReport, archiveJob } from './conversation/archive-job.ts';
export {
  type ConversationPage,
  type ConversationPageOf,
  conversationPage,
  conversationPageInput,
  conversationPageSchema,
  newestPage,
} from './conversation/conversation-page.ts';
export { conversationsOf } from './conversation/conversations-of.ts';
export {
  type ConversationEvent,
  followConversation,
  followConversationInput,
} from './conversation/follow-conversation.ts';
export { type ForgottenConversations, forgetConversations } from './conversation/forget-conversations.ts';
export {
  type FoundMessages,
  foundMessagesSchema,
  type SearchConversation,
  searchConversation,
  searchConversationInput,
} from './conversation/search-conversation.ts';
export { type Alert, alert } from './emotions/alert.ts';
export {
  type CompleteIntervention,
  completeIntervention,
  completeInterventionInput,
} from './emotions/complete-intervention.ts';
export {
  type EmotionalPatterns,
  type EmotionalPatternsOf,
  emotionalPatterns,
  emotionalPatternsAnswer,
  emotionalPatternsInput,
} from './emotions/emotional-patterns.ts';
export {
  type AlertPage,
  alertPage,
  type ListAlerts,
  listAlerts,
  listAlertsInput,
} from './emotions/list-alerts.ts';
export { forgetAlerts } from './emotions/raise-alert.ts';
export {
  type RecommendedIntervention,
  type RecommendIntervention,
  recommendedIntervention,
  recommendIntervention,
  recommendInterventionInput,
} from './emotions/recommend-intervention.ts';
export {
  type RecordEmotion,
  type RecordedEmotion,
  recordEmotion,
  recordEmotionInput,
  recordedEmotion,
} from './emotions/record-emotion.ts';
export {
  type StartIntervention,
  startIntervention,
  startInterventionInput,
} from './emotions/start-intervention.ts';
export { createGoal, createMarker, createSkill, createStrategy } from './goals/create-for-player.ts';
export {
  type AppendedScene,
  type AppendScene,
  appendedScene,
  appendScene,
  appendSceneInput,
} from './play/append-scene.ts';
export { type ChoiceOutcome, type Choose, choiceOutcome, choose, chooseInput } from './play/choose.ts';
export { type ConsequencesRun, consequencesJob } from './play/consequences-job.ts';
export { logIn } from './players/log-in.ts';
export { type OfPlayer, playerInput, preferences } from './players/preferences.ts';
export { removePlayer } from './players/remove-player.ts';
export { type Warmed, warmPlayer } from './players/warm-player.ts';
export {
  type AnonymisedPlayer,
  anonymisedPlayer,
  anonymiseInput,
  anonymisePlayer,
} from './privacy/anonymity/anonymise-player.ts';
export {
  type ExportedPart,
  type ExportPart,
  exportedPart,
  exportPart,
  exportPartInput,
  exportPlayer,
} from './privacy/archive/export-player.ts';
export {
  type Imported,
  type ImportPart,
  importArchive,
  imported,
  importPart,
  importPartInput,
} from './privacy/archive/import-archive.ts';
export {
  auditPage,
  auditVerdict,
  readAudit,
  readAuditInput,
  verifyAudit,
  verifyAuditInput,
} from './privacy/audit/read-audit.ts';
export {
  type ConsentState,
  consentState,
  readConsents,
  readConsentsInput,
  requireConsent,
  type SetConsent,
  setConsent,
  setConsentInput,
} from './privacy/consent/consents.ts';
export { eraseJob } from './privacy/erasure/erase-job.ts';
export {
  type ErasurePlan,
  erasurePlan,
  type PlanErasure,
  planErasure,
  planErasureInput,
} from './privacy/erasure/plan-erasure.ts';
export {
  erasureReceipt,
  erasureReceipts,
  listReceipts,
  readReceipt,
  receiptInput,
  receiptsInput,
} from './privacy/erasure/read-receipts.ts';
export { type ReplayReport, replayErasuresJob } from './privacy/erasure/replay-erasures.ts';
export {
  type StartErasure,
  type StartedErasure,
  startErasure,
  startErasureInput,
  startedErasure,
} from './privacy/erasure/start-erasure.ts';
export { jobInput, jobStatus } from './privacy/job-status.ts';
export { type RetentionReport, retentionInput, retentionJob } from './privacy/retention/retention-job.ts';
export { type AdvanceGoal, advanceGoal, advanceGoalInput } from './progress/advance-goal.ts';
export { type AttemptSkill, attemptSkill, attemptSkillInput } from './progress/attempt-skill.ts';
export {
  type ChangeGoalStatus,
  changeGoalStatus,
  changeGoalStatusInput,
} from './progress/change-goal-status.ts';
export { dashboard } from './progress/dashboard.ts';
export { patchGoal } from './progress/patch-goal.ts';
export { patchSkill } from './progress/patch-skill.ts';
export { patchStrategy } from './progress/patch-strategy.ts';
export { therapeuticProgress } from './progress/therapeutic-progress.ts';
export { type UseStrategy, useStrategy, useStrategyInput } from './progress/use-strategy.ts';
export { abandonSession } from './sessions/abandon-session.ts';
export { completeSession } from './sessions/complete-session.ts';
export { createSession } from './sessions/create-session.ts';
export { type LoadSession, loadSession, loadSessionInput } from './sessions/load-session.ts';
export { narrativeContext } from './sessions/narrative-context.ts';
export { patchSession } from './sessions/patch-session.ts';
export { pauseSession } from './sessions/pause-session.ts';
export { removeSession } from './sessions/remove-session.ts';
export { resumeSession } from './sessions/resume-session.ts';
export { type SetVariables, setVariables, setVariablesInput } from './sessions/set-variables.ts';
export { type StartSession, startSession, startSessionInput } from './sessions/start-session.ts';
export { touched, touchSession } from './sessions/touch-session.ts';
export { storyDomain, storyDomainFor } from './story-domain.ts';
export { createLocation } from './worlds/create-location.ts';
export { patchLocation } from './worlds/patch-location.ts';
export { removeLocation } from './worlds/remove-location.ts';
export { removeWorld } from './worlds/remove-world.ts';
