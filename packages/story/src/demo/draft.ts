import type { EntityOf, NodeDefinition } from '@graphkeep/models';
import { toJson } from '@graphkeep/models/json';
import { Player } from '@graphkeep/models/story';
import type { z } from 'zod';
import { type ArchiveLine, headerFor } from '../privacy/archive/lines.ts';
import { type Chance, chanceOf } from './chance.ts';
import { demoId } from './demo-id.ts';

/** What a demo is made of: the same of these gives the same nodes, with the same ids. */
export interface DemoName {
  readonly seed: number;
  /** The place of the player among those of the seed, from 0. */
  readonly index: number;
  /** The moment up to which the history goes. */
  readonly until: Date;
}

/** A player's whole story while it is being made up. */
export interface Draft extends DemoName {
  readonly playerId: string;
  readonly chance: Chance;
  id<const P extends string>(prefix: P, at: Date): `${P}_${string}`;
  add<N extends NodeDefinition>(definition: N, values: z.input<N['schema']>, at: Date): EntityOf<N>;
  /** Undefined takes a value away. */
  change<E extends Changeable>(entity: E, changes: { [P in keyof E]?: E[P] | undefined }, at: Date): E;
  link(from: End, name: string, to: End, properties?: Record<string, unknown>): void;
  lines(): DemoLines;
}

/** A story as the archive of a player. */
interface DemoLines {
  readonly header: string;
  readonly belongings: readonly string[];
  /** The player, and how all that leads from there: as long as they are missing nobody plays. */
  readonly player: readonly string[];
  readonly end: string;
}

type End = readonly [definition: NodeDefinition, key: string];
interface Changeable {
  readonly updatedAt: Date;
  readonly version?: number;
}

/** How far back a story may begin. */
const HISTORY_DAYS = 180;
const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE_MS);

export const playerIdOf = (seed: number, index: number): string =>
  demoId('ply', `${seed}/${index}/player`, index);

export const openDraft = ({ seed, index, until }: DemoName): Draft => {
  const name = `${seed}/${index}`;
  const begin = until.getTime() - HISTORY_DAYS * DAY_MS;
  const nodes = new Map<NodeDefinition, object[]>();
  const links = new Map<string, Extract<ArchiveLine, { link: string }>[]>();
  let made = 0;
  return {
    ...{ seed, index, until, chance: chanceOf(name), playerId: playerIdOf(seed, index) },
    id: (prefix, at) => demoId(prefix, `${name}/${prefix}/${made++}`, at.getTime() - begin),
    add: <N extends NodeDefinition>(definition: N, values: z.input<N['schema']>, at: Date) => {
      const entity = {
        ...definition.schema.parse(values),
        ...{ createdAt: at, updatedAt: at, ...(definition.traits.version && { version: 1 }) },
      };
      const some = nodes.get(definition) ?? [];
      nodes.set(definition, some);
      some.push(entity);
      return entity as unknown as EntityOf<N>;
    },
    change: (entity, changes, at) => {
      const { version } = entity;
      Object.assign(entity, changes, {
        updatedAt: new Date(Math.max(at.getTime(), entity.updatedAt.getTime())),
        ...(version !== undefined && { version: version + 1 }),
      });
      return entity;
    },
    link: ([from, fromKey], linkName, [to, toKey], properties) => {
      const kind = `${from.label} ${linkName} ${to.label}`;
      const some = links.get(kind) ?? [];
      links.set(kind, some);
      some.push({
        link: linkName,
        from: [from.label, fromKey],
        to: [to.label, toKey],
        // Not a copy: what the two have become is told at the end.
        ...(properties && { data: properties }),
      });
    },
    lines: () => {
      const told = [...nodes].flatMap(([definition, entities]) =>
        entities.map((entity): [label: string, line: string] => [
          definition.label,
          nodeLine(definition, entity),
        ]),
      );
      const joined = [...links.values()]
        .flat()
        .map((line): [label: string, line: string] => [line.from[0], JSON.stringify(line)]);
      const linesOf = (isPlayer: boolean): readonly string[] =>
        [...told, ...joined]
          .filter(([label]) => (label === Player.label) === isPlayer)
          .map(([, line]) => line);
      return {
        header: JSON.stringify(headerFor(playerIdOf(seed, index), until)),
        belongings: linesOf(false),
        player: linesOf(true),
        end: JSON.stringify({ end: { nodes: told.length, links: joined.length } }),
      };
    },
  };
};

const nodeLine = (definition: NodeDefinition, entity: object): string => {
  const present = Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== undefined));
  const { type, version, data } = toJson(definition, present as never);
  return JSON.stringify({ node: type, version, data });
};
