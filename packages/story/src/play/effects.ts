import { id } from '@graphkeep/contract';
import { type Character, Memory, NarrativeEvent, TimelineEvent } from '@graphkeep/models/story';
import { z } from 'zod';
import { CRISIS } from '../emotions/crisis.ts';

const attributeNames = [
  'confidence',
  'empathy',
  'resilience',
  'wisdom',
  'courage',
  'compassion',
  'patience',
  'creativity',
] as const satisfies readonly (keyof z.output<typeof Character.schema>['attributes'])[];

const MAX_PARTS = 10;
const delta = z.number().min(-1_000).max(1_000);
const parts = <S extends z.ZodType>(part: S) => z.array(part).max(MAX_PARTS);
const names = z.array(z.string().min(1).max(80)).max(50);
const values = z.record(z.string().max(80), z.json());

export const attributeChanges = z.partialRecord(z.enum(attributeNames), delta);
/** By the id of the other character; what comes of it is held within -1 and 1. */
export const relationshipChanges = z.record(id('chr'), z.number().min(-2).max(2));

const { title, description, impact, significance } = NarrativeEvent.schema.shape;
const eventType = NarrativeEvent.schema.shape.eventType.refine((type) => type !== CRISIS, {
  error: `must not be ${CRISIS}: record the emotional state, which raises the alert`,
});
const { content, emotionalWeight, tags } = Memory.schema.shape;

const effectFields = {
  experience: z.int().min(0).max(10_000).exactOptional(),
  energy: z.number().min(-1).max(1).exactOptional(),
  stress: z.number().min(-1).max(1).exactOptional(),
  items: z.strictObject({ gain: names.exactOptional(), lose: names.exactOptional() }).exactOptional(),
  /** Of the session; null removes. */
  variables: values.exactOptional(),
  skills: parts(z.strictObject({ skillId: id('skl'), success: z.boolean() })).exactOptional(),
  goals: parts(z.strictObject({ goalId: id('goa'), by: z.number().min(-100).max(100) })).exactOptional(),
  world: z
    .strictObject({
      /** null removes. */
      values: values.exactOptional(),
      minutes: z.number().min(0).max(1_000_000).exactOptional(),
      begin: names.exactOptional(),
      end: names.exactOptional(),
      kind: TimelineEvent.schema.shape.kind.exactOptional(),
      title: TimelineEvent.schema.shape.title.exactOptional(),
    })
    .exactOptional(),
  events: parts(z.strictObject({ eventType, title, description, impact, significance })).exactOptional(),
  memories: parts(z.strictObject({ content, emotionalWeight, tags })).exactOptional(),
  /** What only the story's own engine reads. */
  custom: values.exactOptional(),
};
const laterFields = {
  ...effectFields,
  attributes: attributeChanges.exactOptional(),
  relationships: relationshipChanges.exactOptional(),
};

/** What a consequence does at once. */
export const immediateEffects = z.strictObject(effectFields);
/** What it does so many minutes after the choice. */
export const delayedEffects = z.strictObject({
  ...laterFields,
  afterMinutes: z.number().min(1).max(525_600),
});

/** What is kept may hold more than is understood here. */
export const keptEffects = z.object(laterFields);
export const keptDelay = delayedEffects.pick({ afterMinutes: true }).strip();
export type Effects = z.output<typeof keptEffects>;
