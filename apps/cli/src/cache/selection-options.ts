import type { Command, OptionValues } from '@commander-js/extra-typings';
import { Misuse } from '../frame/misuse.ts';
import { collected, duration } from '../frame/values.ts';

export interface SelectionOptions {
  readonly type?: readonly string[] | undefined;
  readonly session?: string | undefined;
  readonly player?: string | undefined;
  readonly keepTherapeutic?: boolean | undefined;
  readonly character?: string | undefined;
  readonly olderThan?: number | undefined;
  readonly orphans?: boolean | undefined;
  readonly broken?: boolean | undefined;
  readonly all?: boolean | undefined;
}

/** Whose cached values are meant. */
export const withSubjects = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  command
    .option('--session <id>', 'of a session')
    .option('--player <id>', 'of a player')
    .option('--keep-therapeutic', 'with --player: all but goals, interventions, progress and emotions')
    .option('--character <id>', 'of a character, in all sessions');

/** Or which of all. */
export const withReasons = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  command
    .option('--type <type>', 'only of this label or read model; more than once', collected)
    .option('--older-than <time>', 'made longer ago, like 12h', duration)
    .option('--all', 'every one');

/** Or those that are good for nothing. */
export const withDefects = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) => command.option('--orphans', 'about what is there no more').option('--broken', 'that cannot be read');

/** What one of the story's own selections says, or what the cache itself knows. */
export type Asked =
  | {
      readonly by: 'story';
      readonly selection:
        | { readonly by: 'session'; readonly sessionId: string }
        | { readonly by: 'player'; readonly playerId: string; readonly keepTherapeutic: boolean }
        | { readonly by: 'character'; readonly characterId: string };
    }
  | {
      readonly by: 'cache';
      readonly selection: {
        readonly types?: string[];
        readonly olderThanMs?: number;
        readonly orphans?: true;
        readonly broken?: true;
        readonly everything?: true;
      };
    };

export const askedBy = (options: SelectionOptions): Asked => {
  const { type, session, player, character, olderThan, orphans, broken, all } = options;
  const subjects = [session, player, character].filter((one) => one !== undefined).length;
  const others = [type, olderThan, orphans, broken, all].some((one) => one !== undefined);
  if (subjects > 1 || (subjects === 1 && others))
    throw new Misuse('--session, --player and --character stand alone: say one of them, and nothing else.');
  if (options.keepTherapeutic && player === undefined)
    throw new Misuse('--keep-therapeutic belongs to --player.');
  if (session !== undefined) return { by: 'story', selection: { by: 'session', sessionId: session } };
  if (character !== undefined) return { by: 'story', selection: { by: 'character', characterId: character } };
  if (player !== undefined)
    return {
      by: 'story',
      selection: { by: 'player', playerId: player, keepTherapeutic: options.keepTherapeutic ?? false },
    };
  if (!others)
    throw new Misuse(
      'Say which values: --type, --session, --player, --character, --older-than, --orphans, --broken or --all.',
    );
  const isReason = olderThan !== undefined || orphans || broken;
  return {
    by: 'cache',
    selection: {
      ...(type && { types: [...type] }),
      ...(olderThan !== undefined && { olderThanMs: olderThan }),
      ...(orphans && { orphans: true }),
      ...(broken && { broken: true }),
      // A type alone means all of that type.
      ...((all || !isReason) && { everything: true }),
    },
  };
};
