import type { Plan } from '../engine/engine.ts';

/** The embedded engine writes the values of a statement into its plan: they are taken out of what is kept. */
export const scrubbed = (plan: Plan): Plan => ({
  ...plan,
  detail: withoutValues(plan.detail),
  children: plan.children.map(scrubbed),
});

const withoutValues = (detail: string): string =>
  detail.replaceAll(/"(?:[^"\\]|\\.)*"?/g, '…').replaceAll(/(?<=\s|\[|,)-?\d+(?:\.\d+)?(?=\W|$)/g, '…');
