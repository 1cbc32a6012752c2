import type { Graph, NodeDefinition } from '@graphkeep/models';
import type { Chosen, Finding } from './read-plan.ts';

/** What would make a statement cheaper. */
export interface Suggestion {
  readonly kind: 'missing index' | 'label scan' | 'cartesian product' | 'eager' | 'oversized result' | 'n+1';
  /** One sentence or two for a person. */
  readonly text: string;
  readonly operation: string;
  /** The statement's fingerprint. */
  readonly fingerprint: string;
  /** By the names of the definition, where it is about one. */
  readonly label?: string;
  readonly fields?: readonly string[];
  /** What to add to the definition. */
  readonly line?: string;
}

export interface Told {
  readonly id: string;
  readonly operation: string;
}

export const fromFindings = (
  graph: Graph,
  { id, operation }: Told,
  findings: readonly Finding[],
): readonly Suggestion[] => {
  const base = { operation, fingerprint: id };
  const all = findings.flatMap((finding): readonly Suggestion[] =>
    finding.kind === 'scan'
      ? fromScan(graph, base, finding.label, finding.by)
      : [{ ...base, ...costly[finding.kind](operation) }],
  );
  return [...new Map(all.map((one) => [one.text, one])).values()];
};

const costly = {
  cartesian: (operation: string) => ({
    kind: 'cartesian product' as const,
    text: `${operation} joins each of many nodes with each of many others: relate the two patterns, or find one of them by its key.`,
  }),
  eager: (operation: string) => ({
    kind: 'eager' as const,
    text: `${operation} holds all its rows before it writes the first, since it reads what it writes: split it in two, or work in batches.`,
  }),
};

const fromScan = (
  graph: Graph,
  base: Pick<Suggestion, 'operation' | 'fingerprint'>,
  stored: string | undefined,
  by: readonly Chosen[],
): readonly Suggestion[] => {
  const definition = Object.values(graph).find((one) => one.stored === stored);
  const label = definition?.label ?? stored;
  if (by.length === 0 || label === undefined || !definition)
    return [
      {
        ...base,
        kind: 'label scan',
        text: `${base.operation} reads ${label === undefined ? 'every node of the graph' : `every ${label}`}: give it a filter by an indexed field, or a limit without an order.`,
        ...(label !== undefined && { label }),
      },
    ];
  const words = fieldsOf(
    definition,
    by.filter(({ within }) => within),
  );
  const exact = fieldsOf(
    definition,
    by.filter(({ within }) => !within),
  );
  const start = { ...base, kind: 'missing index', label } as const;
  if (exact.length > 0) {
    const line = `indexes: [[${exact.map((name) => `'${name}'`).join(', ')}]]`;
    return [
      {
        ...start,
        fields: exact,
        line,
        text: `${base.operation} looks at every ${label} to choose by ${exact.join(' and ')}: add ${line} to ${label}.`,
      },
    ];
  }
  if (words.length === 0) return [];
  const line = `fullText: [${words.map((name) => `'${name}'`).join(', ')}]`;
  return [
    {
      ...start,
      fields: words,
      line,
      text: `${base.operation} looks for words within ${words.join(' and ')} of every ${label}: add ${line} to ${label}, and search.`,
    },
  ];
};

const fieldsOf = ({ fields }: NodeDefinition, by: readonly Chosen[]): readonly string[] => [
  ...new Set(
    by.flatMap(({ property }) => {
      const field = fields.find(({ stored, blind }) => stored === property || blind === property);
      return field ? [field.name] : [];
    }),
  ),
];

export const oversized = ({ id, operation }: Told, rows: number): Suggestion => ({
  kind: 'oversized result',
  operation,
  fingerprint: id,
  text: `${operation} answered ${rows} rows at once: page it by limit and cursor, or stream it.`,
});

export const repeated = ({ id, operation }: Told, times: number): Suggestion => ({
  kind: 'n+1',
  operation,
  fingerprint: id,
  text: `${operation} ran ${times} times for one request: ask for all at once by getMany, \`in\`, or include.`,
});
