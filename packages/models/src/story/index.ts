import { defineGraph } from '../define-graph.ts';
import { Character } from './nodes/character.ts';
import { Choice } from './nodes/choice.ts';
import { Consequence } from './nodes/consequence.ts';
import { Conversation } from './nodes/conversation.ts';
import { CopingStrategy } from './nodes/coping-strategy.ts';
import { EmotionalState } from './nodes/emotional-state.ts';
import { Intervention } from './nodes/intervention.ts';
import { Location } from './nodes/location.ts';
import { Memory } from './nodes/memory.ts';
import { type ConversationMessage, conversationMessage, Message } from './nodes/message.ts';
import { MessageArchive, messageArchiveId } from './nodes/message-archive.ts';
import { NarrativeEvent } from './nodes/narrative-event.ts';
import { Player } from './nodes/player.ts';
import { ProgressMarker } from './nodes/progress-marker.ts';
import { Scene } from './nodes/scene.ts';
import { Session } from './nodes/session.ts';
import { Skill } from './nodes/skill.ts';
import { TherapeuticGoal } from './nodes/therapeutic-goal.ts';
import { TimelineEvent } from './nodes/timeline-event.ts';
import { World } from './nodes/world.ts';
import { WorldState, worldStateId } from './nodes/world-state.ts';

export { type Active, type Policy, type StoryCachePolicy, storyCachePolicies } from './cache-policies.ts';
export type { CharacterNode } from './nodes/character.ts';
export type { ChoiceNode } from './nodes/choice.ts';
export type { ConsequenceNode } from './nodes/consequence.ts';
export type { ConversationNode } from './nodes/conversation.ts';
export type { CopingStrategyNode } from './nodes/coping-strategy.ts';
export type { EmotionalStateNode } from './nodes/emotional-state.ts';
export type { InterventionNode } from './nodes/intervention.ts';
export type { LocationNode } from './nodes/location.ts';
export type { MemoryNode } from './nodes/memory.ts';
export type { MessageNode } from './nodes/message.ts';
export type { MessageArchiveNode } from './nodes/message-archive.ts';
export type { NarrativeEventNode } from './nodes/narrative-event.ts';
export type { PlayerNode } from './nodes/player.ts';
export type { ProgressMarkerNode } from './nodes/progress-marker.ts';
export type { SceneNode } from './nodes/scene.ts';
export type { SessionNode } from './nodes/session.ts';
export type { SkillNode } from './nodes/skill.ts';
export type { TherapeuticGoalNode } from './nodes/therapeutic-goal.ts';
export type { TimelineEventNode } from './nodes/timeline-event.ts';
export type { WorldNode } from './nodes/world.ts';
export type { WorldStateNode } from './nodes/world-state.ts';
export { CharacterState } from './read-models/character-state.ts';
export { Dashboard } from './read-models/dashboard.ts';
export { NarrativeContext } from './read-models/narrative-context.ts';
export { Preferences } from './read-models/preferences.ts';
export { SessionState } from './read-models/session-state.ts';
export { TherapeuticProgress } from './read-models/therapeutic-progress.ts';
export {
  Character,
  Choice,
  Consequence,
  Conversation,
  type ConversationMessage,
  CopingStrategy,
  conversationMessage,
  EmotionalState,
  Intervention,
  Location,
  Memory,
  Message,
  MessageArchive,
  messageArchiveId,
  NarrativeEvent,
  Player,
  ProgressMarker,
  Scene,
  Session,
  Skill,
  TherapeuticGoal,
  TimelineEvent,
  World,
  WorldState,
  worldStateId,
};

const nodes = defineGraph(
  Player,
  Character,
  World,
  Location,
  Session,
  Scene,
  Choice,
  Consequence,
  NarrativeEvent,
  WorldState,
  TimelineEvent,
  Memory,
  EmotionalState,
  TherapeuticGoal,
  Intervention,
  CopingStrategy,
  ProgressMarker,
  Skill,
  Conversation,
  Message,
  MessageArchive,
);
type Nodes = typeof nodes;
/** A name of its own keeps the graph's whole type out of every declaration that mentions it. */
export interface StoryGraph extends Nodes {}
/** Players, what they play and what it does for them. */
export const storyGraph: StoryGraph = nodes;
