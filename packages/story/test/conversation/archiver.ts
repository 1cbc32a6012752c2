import { Conversation, storyGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { archiveChunk } from '../../src/conversation/archive-conversation.ts';
import { everyone } from './stage.ts';

type System = Scoped<typeof storyGraph>;

/** A system that does as it is told before each step by which something is written. */
export const stepwise = (system: System, before: (step: string) => void): System => {
  const watched =
    (repo: System['repo']): System['repo'] =>
    (definition) =>
      new Proxy(repo(definition), {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== 'function' || typeof name !== 'string' || !WRITES.has(name)) return method;
          return (...args: unknown[]) => {
            before(`${definition.label}.${name}`);
            return method.apply(target, args);
          };
        },
      });
  return {
    ...system,
    transaction: (work, options) =>
      system.transaction(async (within) => {
        const answer = await work({ ...within, repo: watched(within.repo) });
        before('commit');
        return answer;
      }, options),
  };
};

const WRITES = new Set(['create', 'createMany', 'upsertMany', 'patch', 'patchMany', 'removeMany']);

/** Run by itself it archives what is in a folder, and kills itself before a step. */
const [folder, fatal] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) {
  const platform = await openTestPlatform({
    graph: storyGraph,
    environment: { NEO4J_URI: `file:${folder}` },
  });
  const system = stepwise(everyone(platform), (step) => {
    if (step === fatal) process.kill(process.pid, 'SIGKILL');
  });
  for await (const { conversationId: sessionId, playerId } of system.repo(Conversation).stream())
    await archiveChunk(system, { sessionId, playerId }, { olderThan: new Date(0), keep: 0 });
  await platform.close();
}
