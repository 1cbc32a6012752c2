import { GraphkeepError } from '@graphkeep/core';

/** What a choice may ask for, each as one of its `prerequisites`. */
export type Requirement =
  | { readonly kind: 'item' | 'choice' | 'variable' | 'world'; readonly name: string }
  | { readonly kind: Compared; readonly name: string; readonly sign: '>=' | '<='; readonly than: number };
type Compared = 'level' | 'energy' | 'stress' | 'attribute' | 'skill' | 'knows';

const HAS = /^(item|choice|variable|world):(.+)$/;
const COMPARES = /^(?:(level|energy|stress)|(attribute|skill|knows):(.+?))\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)$/;

export const requirementOf = (text: string): Requirement | undefined => {
  const [, hasKind, hasName] = HAS.exec(text) ?? [];
  if (hasName !== undefined)
    switch (hasKind) {
      case 'item':
      case 'choice':
      case 'variable':
      case 'world':
        return { kind: hasKind, name: hasName };
    }
  const [, own, of, name, sign, than] = COMPARES.exec(text) ?? [];
  const kind = own ?? of;
  if (sign !== '>=' && sign !== '<=') return undefined;
  switch (kind) {
    case 'level':
    case 'energy':
    case 'stress':
      return { kind, name: kind, sign, than: Number(than) };
    case 'attribute':
    case 'skill':
    case 'knows':
      return { kind, name: name ?? '', sign, than: Number(than) };
  }
  return undefined;
};

export const GRAMMAR =
  'level>=2, energy>=0.3, stress<=0.5, attribute:NAME>=N, skill:NAME>=N, knows:CHARACTER_ID>=N, item:NAME, choice:CHOICE_ID, variable:NAME or world:NAME';

/** What is true of a character at this moment, as far as requirements ask for it. */
export interface Facts {
  readonly numbers: ReadonlyMap<string, number>;
  readonly present: ReadonlySet<string>;
}
export const factName = ({ kind, name }: Pick<Requirement, 'kind' | 'name'>): string => `${kind}:${name}`;

/** The first requirement that is not met; what is not known counts as 0, or as missing. */
export const unmet = (texts: readonly string[], facts: Facts): string | undefined =>
  texts.find((text) => {
    const requirement = requirementOf(text);
    if (!requirement)
      throw new GraphkeepError(
        'invalid_input',
        `The prerequisite ${JSON.stringify(text)} is not understood: write ${GRAMMAR}.`,
        { field: 'prerequisites' },
      );
    if (!('sign' in requirement)) return !facts.present.has(factName(requirement));
    const value = facts.numbers.get(factName(requirement)) ?? 0;
    return requirement.sign === '>=' ? value < requirement.than : value > requirement.than;
  });
