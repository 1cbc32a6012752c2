import { storyGraph } from '@graphkeep/models/story';
import { createCharacter } from '@graphkeep/story';
import type { AnyRouter } from '@trpc/server';
import { resourceRouter } from './resource-router.ts';
import { health } from './system/health.ts';
import { version } from './system/version.ts';
import { t } from './trpc.ts';

const procedures = {
  system: { health, version },
  story: {
    players: resourceRouter(storyGraph, 'Player'),
    characters: resourceRouter(storyGraph, 'Character', { create: createCharacter }),
  },
};
type Procedures = typeof procedures;
/** Every procedure by its path: what a client may know of the server. */
export interface Api extends Procedures {}

/** The router as a host serves it; clients take their types from `Api`, which is smaller and free of server code. */
export const appRouter: AnyRouter = t.router(procedures as unknown as Parameters<typeof t.router>[0]);
