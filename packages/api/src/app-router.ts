import type { AnyRouter } from '@trpc/server';
import { createGraphkeepRouter } from './create-router.ts';
import { infra } from './infra/infra-procedures.ts';
import { extend } from './resource-router.ts';
import { check } from './story/care/check.ts';
import { clean } from './story/care/clean.ts';
import { job } from './story/care/job.ts';
import { plan as planCleaning } from './story/care/plan-cleaning.ts';
import { move } from './story/characters/move.ts';
import { recall } from './story/characters/recall.ts';
import { relationships } from './story/characters/relationships.ts';
import { remember } from './story/characters/remember.ts';
import { removeRelationship } from './story/characters/remove-relationship.ts';
import { setRelationship } from './story/characters/set-relationship.ts';
import { state } from './story/characters/state.ts';
import { append } from './story/conversation/append.ts';
import { live } from './story/conversation/live.ts';
import { page } from './story/conversation/page.ts';
import { search } from './story/conversation/search.ts';
import { alerts } from './story/emotions/alerts.ts';
import { complete as completeIntervention } from './story/emotions/complete-intervention.ts';
import { patterns } from './story/emotions/patterns.ts';
import { recommend as recommendIntervention } from './story/emotions/recommend-intervention.ts';
import { record as recordEmotion } from './story/emotions/record.ts';
import { start as startIntervention } from './story/emotions/start-intervention.ts';
import { appendScene } from './story/play/append-scene.ts';
import { choose } from './story/play/choose.ts';
import { logIn } from './story/players/log-in.ts';
import { preferences } from './story/players/preferences.ts';
import { anonymise } from './story/privacy/anonymise.ts';
import { applyRetention } from './story/privacy/apply-retention.ts';
import { audit } from './story/privacy/audit.ts';
import { consents } from './story/privacy/consents.ts';
import { erase } from './story/privacy/erase.ts';
import { exportData } from './story/privacy/export.ts';
import { importData } from './story/privacy/import.ts';
import { plan as planErasure } from './story/privacy/plan-erasure.ts';
import { receipt } from './story/privacy/receipt.ts';
import { receipts } from './story/privacy/receipts.ts';
import { replay as replayErasures } from './story/privacy/replay-erasures.ts';
import { set as setConsent } from './story/privacy/set-consent.ts';
import { verify as verifyAudit } from './story/privacy/verify-audit.ts';
import { advance } from './story/progress/advance-goal.ts';
import { attempt } from './story/progress/attempt-skill.ts';
import { changeStatus } from './story/progress/change-goal-status.ts';
import { dashboard } from './story/progress/dashboard.ts';
import { therapeutic } from './story/progress/therapeutic.ts';
import { use as useStrategy } from './story/progress/use-strategy.ts';
import { storyResources } from './story/resources.ts';
import { abandon } from './story/sessions/abandon.ts';
import { complete } from './story/sessions/complete.ts';
import { context } from './story/sessions/context.ts';
import { load } from './story/sessions/load.ts';
import { pause } from './story/sessions/pause.ts';
import { resume } from './story/sessions/resume.ts';
import { setVariables } from './story/sessions/set-variables.ts';
import { start } from './story/sessions/start.ts';
import { touch } from './story/sessions/touch.ts';
import { clean as cleanSystemCache } from './system/cache/clean.ts';
import { flush } from './system/cache/flush.ts';
import { plan as planSystemCleaning } from './system/cache/plan.ts';
import { warm } from './system/cache/warm.ts';
import { health } from './system/health.ts';
import { cancel as cancelRun } from './system/jobs/cancel.ts';
import { list as listRuns } from './system/jobs/list.ts';
import { pause as pauseJob } from './system/jobs/pause.ts';
import { resume as resumeJob } from './system/jobs/resume.ts';
import { start as startJob } from './system/jobs/start.ts';
import { status as runStatus } from './system/jobs/status.ts';
import { create } from './system/keys/create.ts';
import { list } from './system/keys/list.ts';
import { revoke } from './system/keys/revoke.ts';
import { rotate } from './system/keys/rotate.ts';
import { schema } from './system/schema.ts';
import { snapshot } from './system/snapshot.ts';
import { breakers } from './system/stores/breakers.ts';
import { closeBreaker } from './system/stores/close-breaker.ts';
import { openBreaker } from './system/stores/open-breaker.ts';
import { reconnect } from './system/stores/reconnect.ts';
import { version } from './system/version.ts';

// A resource gets more procedures by `extend(storyResources.sessions, { start, load })`.
const story = {
  ...storyResources,
  characters: extend(storyResources.characters, {
    state,
    setRelationship,
    removeRelationship,
    relationships,
    remember,
    recall,
    move,
  }),
  players: extend(storyResources.players, { logIn, preferences }),
  sessions: extend(storyResources.sessions, {
    start,
    resume,
    pause,
    complete,
    abandon,
    load,
    touch,
    setVariables,
    context,
  }),
  conversation: { append, page, search, live },
  emotions: extend(storyResources.emotions, { record: recordEmotion, patterns, alerts }),
  goals: extend(storyResources.goals, { advance, changeStatus }),
  interventions: extend(storyResources.interventions, {
    recommend: recommendIntervention,
    start: startIntervention,
    complete: completeIntervention,
  }),
  play: { appendScene, choose },
  privacy: {
    export: exportData,
    import: importData,
    planErasure,
    erase,
    anonymise,
    receipt,
    receipts,
    consents,
    setConsent,
    audit,
    verifyAudit,
    replayErasures,
    applyRetention,
  },
  care: { planCleaning, clean, check, job },
  progress: { therapeutic, dashboard },
  skills: extend(storyResources.skills, { attempt }),
  strategies: extend(storyResources.strategies, { use: useStrategy }),
};

/** Of the server itself, whatever it serves: its health, its keys, its jobs. */
export const systemProcedures = {
  cache: { clean: cleanSystemCache, flush, plan: planSystemCleaning, warm },
  health,
  jobs: {
    cancel: cancelRun,
    list: listRuns,
    pause: pauseJob,
    resume: resumeJob,
    start: startJob,
    status: runStatus,
  },
  keys: { create, list, revoke, rotate },
  schema,
  snapshot,
  stores: { breakers, closeBreaker, openBreaker, reconnect },
  version,
};

const procedures = { system: systemProcedures, story, infra };
type Procedures = typeof procedures;
/** Every procedure by its path: what a client may know of the server. */
export interface Api extends Procedures {}

/** The router as a host serves it; clients take their types from `Api`, which is smaller and free of server code. */
export const appRouter: AnyRouter = createGraphkeepRouter(procedures);
