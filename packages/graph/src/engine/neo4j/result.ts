import type { Record as DriverRecord, QueryResult, ResultSummary } from 'neo4j-driver';
import type { Counters, Plan, Row, Rows } from '../engine.ts';

export const rowOf = (record: DriverRecord): Row => [...record.values()];

export const rowsOf = ({ records, summary }: QueryResult): Rows => ({
  columns: (records[0]?.keys ?? []).map(String),
  rows: records.map(rowOf),
  counters: countersOf(summary),
});

const countersOf = ({ counters }: ResultSummary): Counters => {
  const { nodesCreated, nodesDeleted, relationshipsCreated, relationshipsDeleted, propertiesSet } =
    counters.updates();
  return { nodesCreated, nodesDeleted, relationshipsCreated, relationshipsDeleted, propertiesSet };
};

interface Operator {
  readonly operatorType: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly children: readonly Operator[];
  readonly rows?: number;
  readonly dbHits?: number;
}

export const planOf = ({ profile, plan }: ResultSummary): Plan | undefined => {
  if (profile) return operatorOf(profile);
  return plan ? operatorOf(plan) : undefined;
};

const operatorOf = (operator: Operator): Plan => {
  const { Details, EstimatedRows, Time } = operator.arguments;
  return {
    // `Filter@neo4j` on servers that name the database.
    operator: operator.operatorType.replace(/@.*$/, ''),
    detail: typeof Details === 'string' ? Details : '',
    ...(typeof EstimatedRows === 'number' && { estimatedRows: EstimatedRows }),
    ...(operator.rows !== undefined && { rows: operator.rows }),
    ...(operator.dbHits !== undefined && { dbHits: operator.dbHits }),
    ...(typeof Time === 'number' && { timeMs: Time / 1_000_000 }),
    children: operator.children.map(operatorOf),
  };
};
