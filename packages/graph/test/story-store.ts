import { newId } from '@graphkeep/contract';
import { Character, Player, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { afterAll, beforeAll } from 'vitest';
import type { GraphStore, StatementEvent } from '../src/index.ts';
import type { TestEngine } from './engines.ts';

/** A store of players and characters for the tests of one `describe`, and what many of them begin with. */
export const storyStore = (engine: TestEngine) => {
  let store: GraphStore<StoryGraph>;
  const statements: StatementEvent[] = [];
  beforeAll(async () => {
    store = await engine.open(storyGraph, { onStatement: (event) => void statements.push(event) });
  });
  afterAll(() => store.close());

  const players = () => store.repo(Player);
  const characters = () => store.repo(Character);
  const player = () => players().create({ username: `u${newId('ply').slice(4)}` });
  const characterOf = async (playerId: string, name: string, level = 1) => {
    const character = await characters().create({ playerId, name, level });
    const { characterId, createdAt } = character;
    await players().relate({ playerId }, 'characters', { characterId }, { since: createdAt });
    return character;
  };
  return { store: () => store, statements, players, characters, player, characterOf };
};
