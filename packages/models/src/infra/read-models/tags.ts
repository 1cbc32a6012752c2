import { labelTag } from '../../label-tag.ts';
import type { InfraGraph } from '../index.ts';

/** What ends when a node of these labels, or a relationship of one, is changed. */
export const anyOf = (...labels: readonly (keyof InfraGraph)[]): readonly string[] => labels.map(labelTag);

/** What ends when rows of these series come. */
export const ofSeries = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `series:${name}`);
