import { GraphkeepError } from '@graphkeep/core';
import { idPrefix, type NodeDefinition } from '@graphkeep/models';
import {
  Character,
  CopingStrategy,
  EmotionalState,
  Intervention,
  Player,
  ProgressMarker,
  Session,
  Skill,
  type StoryGraph,
  storyGraph,
  TherapeuticGoal,
} from '@graphkeep/models/story';
import { pseudonymOf, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { checkConfirmation, confirmSchema } from '../../confirmation.ts';
import { ownedLinkKinds } from '../archive/link-kinds.ts';
import { linkPage } from '../archive/link-page.ts';
import { requireConsent } from '../consent/consents.ts';
import { ERASE, planErasureInput } from '../erasure/plan-erasure.ts';
import { type StartedErasure, startErasure, startedErasure } from '../erasure/start-erasure.ts';
import { assertMayActFor } from '../may-act-for.ts';
import { filterOn, untyped } from '../untyped.ts';
import { Aliases, anonymousNode } from './anonymous-node.ts';

/** What has figures that are worth to be kept. All else, new types too, is erased and nothing of it stays. */
const STATISTICS: readonly NodeDefinition[] = [
  Player,
  Character,
  Session,
  EmotionalState,
  TherapeuticGoal,
  Intervention,
  CopingStrategy,
  ProgressMarker,
  Skill,
];
const AT_ONCE = 20_000;

export const anonymiseInput = z.strictObject({ confirm: confirmSchema });

export const anonymisedPlayer = startedErasure.extend({ kept: z.record(z.string(), z.number()) });

export interface AnonymisedPlayer extends StartedErasure {
  /** What stays, by type: under new ids that lead to nobody. */
  readonly kept: Readonly<Record<string, number>>;
}

/**
 * Erases a player as it was planned, and keeps the figures: under new ids, with no text and no name, dates by their month. The
 * player must have agreed to anonymous analytics.
 */
export const anonymisePlayer = async (
  platform: Scoped<StoryGraph>,
  { confirm }: z.output<typeof anonymiseInput>,
): Promise<AnonymisedPlayer> => {
  const { playerId } = checkConfirmation(platform, confirm, ERASE, planErasureInput);
  assertMayActFor(platform, playerId);
  await requireConsent(platform, playerId, 'anonymousAnalytics');
  const system = platform.asSystem('to keep the figures of a player who is erased');
  // Once, though it is asked for again: else the figures would count twice.
  const kept = await system.transaction(() => copyFigures(system, playerId), {
    idempotencyKey: `anonymise ${pseudonymOf(playerId)}`,
  });
  return { ...(await startErasure(platform, { confirm })), kept };
};

const copyFigures = async (
  system: Scoped<StoryGraph>,
  playerId: string,
): Promise<Readonly<Record<string, number>>> => {
  const any = untyped(system);
  const aliases = new Aliases();
  const found = new Map<NodeDefinition, Readonly<Record<string, unknown>>[]>();
  let count = 0;
  for (const definition of STATISTICS) {
    const nodes: Readonly<Record<string, unknown>>[] = [];
    for await (const node of any.repo(definition).stream({ where: filterOn({ playerId }) })) {
      nodes.push(node);
      aliases.add(prefixOf(definition), String(node[definition.key]));
      if (++count > AT_ONCE)
        throw new GraphkeepError(
          'limit_reached',
          `More than ${AT_ONCE} nodes are too many to be made anonymous.`,
        );
    }
    found.set(definition, nodes);
  }
  const kept: Record<string, number> = {};
  for (const [definition, nodes] of found) {
    for (let from = 0; from < nodes.length; from += MANY)
      await any
        .repo(definition)
        .createMany(nodes.slice(from, from + MANY).map((node) => anonymousNode(definition, node, aliases)));
    if (nodes.length > 0) kept[definition.label] = nodes.length;
  }
  await joinAgain(system, playerId, aliases);
  return kept;
};

const MANY = 500;

/** Relationships that say nothing by themselves. */
const joinAgain = async (system: Scoped<StoryGraph>, playerId: string, aliases: Aliases): Promise<void> => {
  const any = untyped(system);
  for (const kind of ownedLinkKinds(storyGraph)) {
    const { own, other, relationship, name } = kind;
    const isKept = STATISTICS.includes(own) && (STATISTICS.includes(other) || other.owner === undefined);
    if (!isKept || relationship.properties) continue;
    let after: readonly [string, string] = ['', ''];
    for (;;) {
      const links = await linkPage(any, kind, { owner: playerId, after, limit: MANY });
      const pairs = links.flatMap(({ from, to }) => {
        const [a, b] = [aliases.of(from), other.owner === undefined ? to : aliases.of(to)];
        return a && b ? [{ from: { [own.key]: a }, to: { [other.key]: b } }] : [];
      });
      if (pairs.length > 0) await any.repo(own).relateMany(name, pairs);
      const last = links.at(-1);
      if (!last || links.length < MANY) break;
      after = [last.from, last.to];
    }
  }
};

const prefixOf = (definition: NodeDefinition): string => {
  const key = definition.fields.find(({ name }) => name === definition.key);
  const prefix = key && idPrefix(key.value);
  if (prefix === undefined) throw new TypeError(`${definition.label} has no ids that are made.`);
  return prefix;
};
