import { limits } from '@graphkeep/contract';
import type { Graph, NodeDefinition } from '@graphkeep/models';
import { toJson } from '@graphkeep/models/json';
import { Message, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { conversationsOf } from '../../conversation/conversations-of.ts';
import { cachedOf } from '../erasure/forget-cached.ts';
import { ownedDefinitions } from '../owned-definitions.ts';
import { filterOn, untyped } from '../untyped.ts';
import type { ArchiveLine } from './lines.ts';
import { type LinkKind, ownedLinkKinds } from './link-kinds.ts';
import { linkPage, sharedKeys } from './link-page.ts';
import { upgrades } from './upgrades.ts';

/** Where a section goes on: what the page before ended with. */
type Place = readonly string[];

interface SectionPage {
  readonly lines: readonly ArchiveLine[];
  /** Undefined at the end of the section. */
  readonly next: Place | undefined;
}

/** A part of an archive, read page after page. */
type Section = (system: Scoped<StoryGraph>, playerId: string, after: Place) => Promise<SectionPage>;

const PAGE = limits.maxPageSize;

const nodesOf =
  (definition: NodeDefinition, owner: string): Section =>
  async (system, playerId, [after = '']) => {
    const { items } = await untyped(system)
      .repo(definition)
      .find({
        where: filterOn({ [owner]: playerId, ...(after !== '' && { [definition.key]: { gt: after } }) }),
        orderBy: { [definition.key]: 'asc' },
        limit: PAGE,
        withDeleted: true,
      });
    const lines = items.map((item) => {
      const { type, version, data } = documentOf(definition, item);
      return { node: type, version, data };
    });
    const last = items.at(-1);
    return { lines, next: items.length < PAGE || !last ? undefined : [String(last[definition.key])] };
  };

/** Nobody's nodes, without which the player's would lead nowhere in another installation. */
const sharedOf =
  (kind: LinkKind): Section =>
  async (system, playerId, [after = '']) => {
    const { other } = kind;
    const keys = await sharedKeys(untyped(system), kind, { owner: playerId, after, limit: PAGE });
    const found = await untyped(system)
      .repo(other)
      .getMany(keys.map((key) => ({ [other.key]: key })));
    const lines = found.map((item) => {
      const { type, version, data } = documentOf(other, item);
      return { shared: type, version, data };
    });
    const last = keys.at(-1);
    return { lines, next: keys.length < PAGE || last === undefined ? undefined : [last] };
  };

const linksOf =
  (kind: LinkKind): Section =>
  async (system, playerId, [from = '', to = '']) => {
    const found = await linkPage(untyped(system), kind, { owner: playerId, after: [from, to], limit: PAGE });
    const lines = found.map((link) => ({
      link: kind.name,
      from: [kind.own.label, link.from] satisfies [string, string],
      to: [kind.other.label, link.to] satisfies [string, string],
      ...(Object.keys(link.data).length > 0 && { data: plain(link.data) }),
    }));
    const last = found.at(-1);
    return { lines, next: found.length < PAGE || !last ? undefined : [last.from, last.to] };
  };

/** Messages that stand in archives, once more so that people can read them. */
const archivedMessages: Section = async (system, playerId) => {
  const lines: ArchiveLine[] = [];
  const look = async (some: readonly { readonly messageId: string }[]): Promise<void> => {
    const keys = some.map(({ messageId }) => ({ messageId }));
    const live = new Set(
      (await system.repo(Message).getMany(keys, { select: { messageId: true } })).map(
        ({ messageId }) => messageId,
      ),
    );
    for (const message of some)
      if (!live.has(message.messageId)) lines.push({ copy: 'message', data: plain(message) });
  };
  let some: { readonly messageId: string }[] = [];
  for await (const message of conversationsOf(system, playerId)) {
    some.push(message);
    if (some.length === PAGE) {
      await look(some);
      some = [];
    }
  }
  await look(some);
  return { lines, next: undefined };
};

/** Cached values are made of the nodes above: it is told how many there are. */
const cachedValues: Section = async (system, playerId) => {
  const { report } = await system.cacheAdmin.plan(cachedOf(playerId), {
    timeBudgetMs: 500,
    batchSize: 1_000,
  });
  const counts = Object.fromEntries(
    Object.entries(report.byType).map(([type, { matched }]) => [type, matched]),
  );
  return {
    lines: report.complete && report.matched > 0 ? [{ copy: 'cached values', data: counts }] : [],
    next: undefined,
  };
};

const auditEntries: Section = async (system, playerId, [after]) => {
  const { items, next } = await system.audit.read({
    owner: playerId,
    limit: PAGE,
    ...(after !== undefined && { after }),
  });
  return {
    lines: items.map((entry) => ({ copy: 'audit', data: plain(entry) })),
    next: next === null ? undefined : [next],
  };
};

/** All of an archive between its first and its last line; the ends of relationships come before these. */
const sectionsOf = (graph: Graph): readonly Section[] => {
  const kinds = ownedLinkKinds(graph);
  return [
    ...ownedDefinitions(graph)
      .toReversed()
      .map(({ definition, owner }) => nodesOf(definition, owner)),
    ...kinds.filter(({ other }) => other.owner === undefined).map(sharedOf),
    ...kinds.map(linksOf),
    archivedMessages,
    cachedValues,
    auditEntries,
  ];
};

export const sections: readonly Section[] = sectionsOf(storyGraph);

const documentOf = (definition: NodeDefinition, item: Readonly<Record<string, unknown>>) =>
  toJson(definition, item as never, { upgrades: upgrades[definition.label] ?? [] });

/** As JSON keeps it: dates as texts. */
const plain = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value));
