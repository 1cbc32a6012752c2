import type { EntityOf } from '@graphkeep/models';
import type { Character, Choice } from '@graphkeep/models/story';
import type { Effects } from './effects.ts';
import type { MergedEffects } from './merge-effects.ts';

type CharacterEntity = EntityOf<typeof Character>;
type ChoiceEntity = EntityOf<typeof Choice>;

const EXPERIENCE_OF_THERAPY = 10;
const ENERGY_OF_A_CHOICE = -0.02;
const RELIEF = 0.1;
const EXPERIENCE_STEP = 50;
const MAX_ITEMS = 50;
/** From here on an event is remembered. */
const SIGNIFICANT = 0.6;

/** Without the dust that sums of decimal fractions gather. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
const clampShare = (value: number): number => clamp(rounded(value), 0, 1);
export const clampStrength = (value: number): number => clamp(rounded(value), -1, 1);

/** The level n takes 50·n·(n−1) experience in all: 100, 300, 600, … */
export const levelOf = (experience: number): number =>
  Math.floor((1 + Math.sqrt(1 + (4 * experience) / EXPERIENCE_STEP)) / 2);

/** What a choice does by itself, whatever its consequences are. */
export const effectsOfChoice = ({ choiceType, therapeuticValue }: ChoiceEntity): Effects => ({
  experience: Math.round(EXPERIENCE_OF_THERAPY * therapeuticValue),
  energy: ENERGY_OF_A_CHOICE,
  ...((choiceType === 'therapeutic' || choiceType === 'emotional_regulation') && {
    stress: -RELIEF * therapeuticValue,
  }),
});

export const significanceOf = ({ therapeuticValue, agency }: ChoiceEntity): number =>
  rounded((therapeuticValue + agency) / 2);
export const isRemembered = (choice: ChoiceEntity): boolean => significanceOf(choice) >= SIGNIFICANT;

/** What effects make of a character. A level is never lost. */
export const characterAfter = (
  character: CharacterEntity,
  effects: Omit<MergedEffects, 'world'>,
): Pick<CharacterEntity, 'attributes' | 'experience' | 'level' | 'energy' | 'stress' | 'inventory'> => {
  const experience = character.experience + effects.experience;
  const attributes = Object.entries(character.attributes).map(([name, value]) => [
    name,
    rounded(value + (effects.attributes[name] ?? 0)),
  ]);
  const lost = new Set(effects.lose);
  const kept = character.inventory.filter((item) => !lost.has(item));
  return {
    attributes: { ...character.attributes, ...Object.fromEntries(attributes) },
    experience,
    level: Math.max(character.level, levelOf(experience)),
    energy: clampShare(character.energy + effects.energy),
    stress: clampShare(character.stress + effects.stress),
    inventory: [...new Set([...kept, ...effects.gain])].slice(-MAX_ITEMS),
  };
};

/** Values with others put over them, of which null removes. */
export const merged = <V>(
  values: Readonly<Record<string, V>>,
  changes: Readonly<Record<string, V>>,
): Record<string, V> =>
  Object.fromEntries(Object.entries({ ...values, ...changes }).filter(([, value]) => value !== null));
