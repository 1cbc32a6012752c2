import type { Engine, Plan } from '../engine/engine.ts';

/** What in a plan may cost more than it need. */
export type Finding =
  /** Nodes of a label are looked at one by one; `by` are the properties that they are then chosen by. */
  | { readonly kind: 'scan'; readonly label: string | undefined; readonly by: readonly Chosen[] }
  /** Each of many is joined with each of many others. */
  | { readonly kind: 'cartesian' }
  /** All rows are held before the next step begins. */
  | { readonly kind: 'eager' };

export interface Chosen {
  readonly property: string;
  /** Whether words are looked for within a text, which no plain index helps with. */
  readonly within: boolean;
}

export const findingsOf = (plan: Plan, engine: Engine['kind']): readonly Finding[] =>
  engine === 'neo4j' ? walk(plan, [], neo4j) : walk(plan, [], embedded);

type Reader = (plan: Plan, above: readonly Plan[]) => readonly Finding[];

const walk = (plan: Plan, above: readonly Plan[], read: Reader): readonly Finding[] => [
  ...read(plan, above),
  ...plan.children.flatMap((child) => walk(child, [plan, ...above], read)),
];

/** `NodeByLabelScan@neo4j` works on `n:Player`. */
const neo4j: Reader = (plan, above) => {
  const operator = nameOf(plan);
  if (operator === 'CartesianProduct')
    return plan.children.every(({ estimatedRows = 2 }) => estimatedRows > 1) ? [{ kind: 'cartesian' }] : [];
  if (operator === 'Eager') return [{ kind: 'eager' }];
  if (!/^(Partitioned)?(NodeByLabelScan|AllNodesScan)$/.test(operator)) return [];
  const [variable = '', label] = plan.detail.split(':').map(unquoted);
  return scan(variable, label, above);
};

/** `NodeScan` works on `(n:Player)`; the filter above it says `[index: playerId]` where it needs no look at each. */
const embedded: Reader = (plan, above) => {
  if (nameOf(plan) !== 'NodeScan' || isIndexed(above[0])) return [];
  // Of a MERGE's other branch, which begins with what was found before.
  if (plan.children.some((child) => nameOf(child) === 'Discriminant')) return [];
  const [variable = '', label = ''] = plan.detail.replaceAll(/[()]/g, '').split(':').map(unquoted);
  const joined = plan.children.some((child) => holdsScan(child));
  return [
    ...scan(variable, label === '*' ? undefined : label, above),
    ...(joined ? [{ kind: 'cartesian' } as const] : []),
  ];
};

const isIndexed = (plan: Plan | undefined): boolean =>
  plan !== undefined && /\[(index|range):/.test(plan.detail);

/** A scan below that looks at each of its nodes, too. */
const holdsScan = (plan: Plan): boolean =>
  nameOf(plan) === 'NodeScan' || (!isIndexed(plan) && plan.children.some(holdsScan));

const scan = (variable: string, label: string | undefined, above: readonly Plan[]): readonly Finding[] => {
  const filters = above.filter((plan) => nameOf(plan) === 'Filter').map(({ detail }) => detail);
  const by = filters.flatMap((detail) => chosenBy(variable, detail));
  // The first few of all are found without a look at the rest, unless they are sorted first.
  const isBounded =
    above.some((plan) => nameOf(plan) === 'Limit') &&
    !above.some((plan) => /^(Partial)?(Sort|Top)/.test(nameOf(plan)));
  return by.length === 0 && isBounded ? [] : [{ kind: 'scan', label, by }];
};

const COMPARISON =
  '=|<>|<=|>=|<|>|IN|STARTS WITH|CONTAINS|ENDS WITH|Eq|In|Lt|Le|Gt|Ge|StartsWith|Contains|EndsWith';

/** Neo4j writes a name with a space in it between back-ticks, the embedded engine as it is. */
const chosenBy = (variable: string, detail: string): readonly Chosen[] => {
  const name = variable.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(
    `(?<!\\w)${name}\\.(\`(?:[^\`]|\`\`)+\`|[^.()\`]+?)\\]? (${COMPARISON})(?= )`,
    'gu',
  );
  return [...detail.matchAll(pattern)].map(([, property = '', comparison = '']) => ({
    property: unquoted(property),
    within: /contains|ends ?with/i.test(comparison),
  }));
};

const nameOf = ({ operator }: Plan): string => operator.replace(/@.*$/, '');
const unquoted = (name: string): string => {
  const text = name.trim();
  return text.startsWith('`') ? text.slice(1, -1).replaceAll('``', '`') : text;
};
