import type { Graph } from '@graphkeep/models';
import type { Scoped } from './scoped.ts';

/** What a domain keeps open for as long as the platform is: a batch of writes, a consumer of a stream. */
export interface Service<G extends Graph, T> {
  readonly name: string;
  /** Called once a platform, at first use, with the platform as the system. */
  readonly open: (system: Scoped<G>) => T;
  /** Called when the platform drains, before any store is closed; the last that was opened goes first. */
  readonly close?: (opened: T) => Promise<void>;
}

/**
 * @example
 * const tail = defineService({ name: 'story.tail', open: (system: Scoped<StoryGraph>) => openTail(system), close: (tail) => tail.drain() });
 */
export const defineService = <G extends Graph, T>(service: Service<G, T>): Service<G, T> => service;
