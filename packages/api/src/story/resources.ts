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
  patchLocation,
  patchSession,
  removeCharacter,
  removeLocation,
  removePlayer,
  removeSession,
  removeWorld,
} from '@graphkeep/story';
import { readOperations, resourceRouter } from '../resource-router.ts';

const domain = 'story';

/** Every node of the story by its plain procedures; where it has rules, they are the story's. */
export const storyResources = {
  players: resourceRouter(storyGraph, 'Player', { domain, handlers: { remove: removePlayer } }),
  characters: resourceRouter(storyGraph, 'Character', {
    domain,
    handlers: { create: createCharacter, patch: patchCharacter, remove: removeCharacter },
  }),
  worlds: resourceRouter(storyGraph, 'World', { domain, handlers: { remove: removeWorld } }),
  locations: resourceRouter(storyGraph, 'Location', {
    domain,
    handlers: { create: createLocation, patch: patchLocation, remove: removeLocation },
  }),
  sessions: resourceRouter(storyGraph, 'Session', {
    domain,
    handlers: { create: createSession, patch: patchSession, remove: removeSession },
    only: [...readOperations, 'create', 'createMany', 'patch', 'remove'],
  }),
  scenes: resourceRouter(storyGraph, 'Scene', { domain }),
  choices: resourceRouter(storyGraph, 'Choice', { domain }),
  consequences: resourceRouter(storyGraph, 'Consequence', { domain }),
  events: resourceRouter(storyGraph, 'NarrativeEvent', { domain }),
  // What is felt is recorded with its session, which a crisis raises an alert from.
  emotions: resourceRouter(storyGraph, 'EmotionalState', { domain, only: [...readOperations, 'remove'] }),
  memories: resourceRouter(storyGraph, 'Memory', { domain, handlers: { create: createMemory } }),
  goals: resourceRouter(storyGraph, 'TherapeuticGoal', { domain, handlers: { create: createGoal } }),
  interventions: resourceRouter(storyGraph, 'Intervention', { domain }),
  strategies: resourceRouter(storyGraph, 'CopingStrategy', { domain, handlers: { create: createStrategy } }),
  markers: resourceRouter(storyGraph, 'ProgressMarker', { domain, handlers: { create: createMarker } }),
  skills: resourceRouter(storyGraph, 'Skill', { domain, handlers: { create: createSkill } }),
  messages: resourceRouter(storyGraph, 'Message', { domain, only: readOperations }),
  worldStates: resourceRouter(storyGraph, 'WorldState', { domain }),
  timeline: resourceRouter(storyGraph, 'TimelineEvent', { domain }),
};
