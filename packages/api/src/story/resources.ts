import { storyGraph } from '@graphkeep/models/story';
import {
  createCharacter,
  createGoal,
  createLocation,
  createMarker,
  createMemory,
  createSession,
  createSkill,
  createStrategy,
  patchCharacter,
  patchGoal,
  patchLocation,
  patchSession,
  patchSkill,
  patchStrategy,
  removeCharacter,
  removeLocation,
  removePlayer,
  removeSession,
  removeWorld,
} from '@graphkeep/story';
import { readOperations, resourceRouter } from '../resource-router.ts';

const domain = 'story';
/** What has rules is made, changed and joined by those: an upsert or a plain relationship would go round them. */
const ruled = [...readOperations, 'create', 'createMany', 'patch', 'remove'] as const;

/** Every node of the story by its plain procedures; where it has rules, they are the story's. */
export const storyResources = {
  players: resourceRouter(storyGraph, 'Player', { domain, handlers: { remove: removePlayer } }),
  characters: resourceRouter(storyGraph, 'Character', {
    domain,
    handlers: { create: createCharacter, patch: patchCharacter, remove: removeCharacter },
    only: ruled,
  }),
  worlds: resourceRouter(storyGraph, 'World', { domain, handlers: { remove: removeWorld } }),
  locations: resourceRouter(storyGraph, 'Location', {
    domain,
    handlers: { create: createLocation, patch: patchLocation, remove: removeLocation },
  }),
  sessions: resourceRouter(storyGraph, 'Session', {
    domain,
    handlers: { create: createSession, patch: patchSession, remove: removeSession },
    only: ruled,
  }),
  // Play alone makes and changes what is played.
  scenes: resourceRouter(storyGraph, 'Scene', { domain, only: readOperations }),
  choices: resourceRouter(storyGraph, 'Choice', { domain, only: readOperations }),
  consequences: resourceRouter(storyGraph, 'Consequence', { domain, only: readOperations }),
  events: resourceRouter(storyGraph, 'NarrativeEvent', { domain, only: readOperations }),
  // What is felt is recorded with its session, which a crisis raises an alert from.
  emotions: resourceRouter(storyGraph, 'EmotionalState', { domain, only: [...readOperations, 'remove'] }),
  memories: resourceRouter(storyGraph, 'Memory', { domain, handlers: { create: createMemory } }),
  goals: resourceRouter(storyGraph, 'TherapeuticGoal', {
    domain,
    handlers: { create: createGoal, patch: patchGoal },
    only: ruled,
  }),
  interventions: resourceRouter(storyGraph, 'Intervention', { domain, only: [...readOperations, 'remove'] }),
  strategies: resourceRouter(storyGraph, 'CopingStrategy', {
    domain,
    handlers: { create: createStrategy, patch: patchStrategy },
    only: ruled,
  }),
  markers: resourceRouter(storyGraph, 'ProgressMarker', { domain, handlers: { create: createMarker } }),
  skills: resourceRouter(storyGraph, 'Skill', {
    domain,
    handlers: { create: createSkill, patch: patchSkill },
    only: ruled,
  }),
  messages: resourceRouter(storyGraph, 'Message', { domain, only: readOperations }),
  worldStates: resourceRouter(storyGraph, 'WorldState', { domain }),
  timeline: resourceRouter(storyGraph, 'TimelineEvent', { domain }),
};
