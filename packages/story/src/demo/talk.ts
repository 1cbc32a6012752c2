import type { EntityOf } from '@graphkeep/models';
import {
  Conversation,
  type ConversationMessage,
  Message,
  MessageArchive,
  messageArchiveId,
  type Session,
} from '@graphkeep/models/story';
import { CHUNK } from '../conversation/archive-conversation.ts';
import { packMessages } from '../conversation/chunk.ts';
import type { Stage } from './apply-effects.ts';
import { deckOf } from './chance.ts';
import {
  answers,
  continuations,
  type Emotion,
  followUps,
  narration,
  systemNotes,
} from './content/dialogue.ts';
import { filled, type Slots } from './content/filled.ts';
import { DAY_MS, type Draft } from './draft.ts';

/** What is said in one session. */
export interface Talk {
  readonly messages: ConversationMessage[];
  /** Some lines between the two, beginning at a time; answers when the last one was said. */
  exchange(moment: Moment, count: number, secondsBetween?: number): Date;
}
interface Moment {
  readonly at: Date;
  readonly sceneId: string;
  readonly emotion: Emotion;
  readonly slots: Slots;
}

type Line = () => string;
export interface Voices {
  readonly player: Readonly<Record<Emotion, Line>>;
  readonly companion: Readonly<Record<Emotion, Line>>;
  readonly narrator: Line;
  /** What the player adds, and what the companion does. */
  readonly more: Line;
  readonly followUp: Line;
  readonly system: Line;
}

/** The lines of one player: a deck for each, so that nothing is said again before all of it was said. */
export const voicesOf = ({ draft: { chance }, cast: { concern } }: Stage): Voices => {
  const deck = (lines: readonly [string, ...string[]]): Line => deckOf(lines, chance);
  const [hard, between, good] = [deck(concern.hard), deck(concern.between), deck(concern.good)];
  return {
    player: {
      ...{ calm: good, engaged: good, anxious: between },
      ...{ overwhelmed: hard, distressed: hard, crisis: hard },
    },
    companion: {
      calm: deck(answers.calm),
      engaged: deck(answers.engaged),
      anxious: deck(answers.anxious),
      overwhelmed: deck(answers.overwhelmed),
      distressed: deck(answers.distressed),
      crisis: deck(answers.crisis),
    },
    narrator: deck(narration),
    more: deck(continuations),
    followUp: deck(followUps),
    system: deck(systemNotes),
  };
};

export const openTalk = (
  { draft, cast }: Stage,
  voices: Voices,
  { sessionId, playerId }: EntityOf<typeof Session>,
): Talk => {
  const { chance } = draft;
  const messages: ConversationMessage[] = [];
  return {
    messages,
    exchange: ({ at, sceneId, emotion, slots }, count, secondsBetween = 40) => {
      let time = at.getTime();
      const say = (role: ConversationMessage['role'], text: string, characterId?: string): void => {
        const last = messages.at(-1)?.at.getTime() ?? 0;
        time = Math.max(time + chance.whole(8, secondsBetween) * 1_000, last + 1);
        const when = new Date(time);
        messages.push({
          messageId: draft.id('msg', when),
          ...{ playerId, sessionId, role, text: filled(text, slots), sceneId, at: when },
          ...(characterId !== undefined && { characterId }),
          meta: role === 'player' ? { typedMs: chance.whole(1_500, 40_000) } : {},
        });
      };
      say('narrator', voices.narrator());
      for (let line = 0; line < count; line++) {
        if (line % 2 === 0)
          say('player', `${voices.player[emotion]()} ${voices.more()}`.trim(), cast.character.characterId);
        else {
          // Who is in need is told one thing at a time.
          const more = isInNeed(emotion) ? '' : voices.followUp();
          say('character', `${voices.companion[emotion]()} ${more}`.trim(), cast.companion.characterId);
        }
      }
      if (chance.happens(0.1)) say('system', voices.system());
      return new Date(time);
    },
  };
};

const isInNeed = (emotion: Emotion): boolean => emotion === 'distressed' || emotion === 'crisis';

/** After so many days the archiver has been there. */
const ARCHIVED_AFTER_DAYS = 30;

/** Keeps a conversation as it would be kept by now: what is old stands in archives, unless it still waits for that. */
export const keepTalk = async (
  { draft, cast: { scenario } }: Stage,
  { sessionId, playerId }: EntityOf<typeof Session>,
  { messages }: Talk,
): Promise<void> => {
  const [first, last] = [messages[0], messages.at(-1)];
  if (!first || !last) return;
  const before = new Date(draft.until.getTime() - ARCHIVED_AFTER_DAYS * DAY_MS);
  const old = scenario.leavesOld ? 0 : messages.filter(({ at }) => at < before).length;
  // As long as there is something newer only whole archives are written.
  const archived = old === messages.length ? old : old - (old % CHUNK);
  const archives = Math.ceil(archived / CHUNK);
  for (let number = 0; number < archives; number++)
    await archive(
      draft,
      messages.slice(number * CHUNK, Math.min((number + 1) * CHUNK, archived)),
      number + 1,
    );
  const live = messages.slice(archived);
  for (const message of live) draft.add(Message, message, message.at);
  draft.add(
    Conversation,
    {
      ...{ conversationId: sessionId, playerId, archived, archives, live: live.length },
      firstAt: first.at,
      lastAt: last.at,
      oldestAt: live[0]?.at,
    },
    last.at,
  );
};

const archive = async (
  draft: Draft,
  messages: readonly ConversationMessage[],
  number: number,
): Promise<void> => {
  const [first, last] = [messages[0], messages.at(-1)];
  if (!first || !last) return;
  const { playerId, sessionId } = first;
  draft.add(
    MessageArchive,
    {
      archiveId: messageArchiveId(sessionId, number),
      ...{ playerId, sessionId, firstAt: first.at, lastAt: last.at },
      messageIds: messages.map(({ messageId }) => messageId),
      data: await packMessages(messages),
    },
    new Date(last.at.getTime() + ARCHIVED_AFTER_DAYS * DAY_MS),
  );
};
