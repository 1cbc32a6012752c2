import type { Call, Engine, Run } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { quote } from '../statements/cypher.ts';
import type { Migration } from './migration.ts';

/** What a store knows of a migration. */
export interface HistoryRecord {
  readonly name: string;
  readonly checksum: string;
  /** `running` and `reverting`: it was begun, and has not come to its end. */
  readonly state: 'applied' | 'running' | 'reverting';
  readonly expand: boolean;
  readonly at: Date;
}

const LABEL = quote(own.migration);
const CHECKPOINT = quote(own.checkpoint);

export const readHistory = async (engine: Engine, call: Call): Promise<readonly HistoryRecord[]> => {
  const { rows } = await engine.read(
    {
      text: `MATCH (n:${LABEL}) RETURN n.id AS id, n.checksum AS checksum, n.state AS state, n.expand AS expand, n.at AS at ORDER BY id`,
      params: {},
      operation: 'migration.history',
    },
    call,
  );
  return rows.map(([name, checksum, state, expand, at]) => ({
    name: String(name),
    checksum: String(checksum),
    state: state === 'running' || state === 'reverting' ? state : 'applied',
    expand: expand === true,
    at: new Date(Number(at)),
  }));
};

export const recordState = async (
  run: Run,
  engine: Engine,
  { name, checksum, expand = false }: Pick<Migration, 'name' | 'checksum' | 'expand'>,
  state: HistoryRecord['state'],
): Promise<void> => {
  await run({
    text: `MERGE (n:${LABEL} {id: $id}) SET n.checksum = $checksum, n.state = $state, n.expand = $expand, n.at = $at`,
    params: { id: name, checksum, state, expand, at: engine.codec.encodeCount(Date.now()) },
    operation: 'migration.record',
  });
};

/** As if the migration had never been. */
export const forget = async (run: Run, { name }: Migration): Promise<void> => {
  await run({
    text: `MATCH (n:${LABEL} {id: $id}) DELETE n`,
    params: { id: name },
    operation: 'migration.forget',
  });
  await forgetCheckpoints(run, name);
};

/** How far the steps of a migration have come is of use only until it is applied. */
export const forgetCheckpoints = async (run: Run, name: string): Promise<void> => {
  await run({
    text: `MATCH (n:${CHECKPOINT}) WHERE n.migration = $name DELETE n`,
    params: { name },
    operation: 'migration.forget',
  });
};

interface Checkpoint {
  /** The cursor of the last row, as the store gave it. */
  readonly cursor: unknown;
  readonly done: number;
  readonly finished: boolean;
}

export const readCheckpoint = async (run: Run, id: string): Promise<Checkpoint | undefined> => {
  const { rows } = await run({
    text: `MATCH (n:${CHECKPOINT} {id: $id}) RETURN n.cursor AS cursor, n.done AS done, n.finished AS finished`,
    params: { id },
    operation: 'migration.checkpoint',
  });
  const [row] = rows;
  return row && { cursor: row[0], done: Number(row[1]), finished: row[2] === true };
};

export const writeCheckpoint = async (
  run: Run,
  engine: Engine,
  { migration, step, checkpoint }: { migration: string; step: string; checkpoint: Checkpoint },
): Promise<void> => {
  const { cursor, done, finished } = checkpoint;
  await run({
    text: `MERGE (n:${CHECKPOINT} {id: $id}) SET n.migration = $migration, n.cursor = $cursor, n.done = $done, n.finished = $finished`,
    params: {
      id: checkpointId(migration, step),
      migration,
      cursor,
      done: engine.codec.encodeCount(done),
      finished,
    },
    operation: 'migration.checkpoint',
  });
};

export const checkpointId = (migration: string, step: string): string => `${migration}/${step}`;
