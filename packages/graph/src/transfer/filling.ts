import type { Call, Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { quote } from '../statements/cypher.ts';

const STATE = `(n:${quote(own.state)} {id: 'filling'})`;

/** What a store is being filled from; undefined where it is whole. It stays when the program that fills it dies. */
export const readFilling = async (engine: Engine, call: Call): Promise<string | undefined> => {
  const text = `MATCH ${STATE} RETURN n.source AS source LIMIT 1`;
  const { rows } = await engine.read({ text, params: {}, operation: 'filling.read' }, call);
  return rows[0] && String(rows[0][0]);
};

export const beginFilling = (engine: Engine, source: string, call: Call): Promise<void> =>
  write(engine, `MERGE ${STATE} SET n.source = $source`, { source }, call);

export const endFilling = (engine: Engine, call: Call): Promise<void> =>
  write(engine, `MATCH ${STATE} DELETE n`, {}, call);

const write = (
  engine: Engine,
  text: string,
  params: Readonly<Record<string, unknown>>,
  call: Call,
): Promise<void> =>
  engine.transaction(
    'write',
    async (run) => void (await run({ text, params, operation: 'filling.write' })),
    call,
  );
