import neo4j from 'neo4j-driver';
import { refuse } from '../gate/errors.ts';
import { parameterName } from '../gate/translate-expression.ts';
import { itemOf, type Type, types } from '../gate/types.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Parameters as the engine takes them: its integers are bigints beyond what a number holds exactly. */
export const encodeParameters = (params: Plain): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [parameterName(name), encode(value)]));

const encode = (value: unknown): unknown => {
  if (neo4j.isInt(value)) return value.inSafeRange() ? value.toNumber() : value.toBigInt();
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, encode(one)]));
  return value;
};

/** A statement's own parameters, of which whole numbers are integers, as they are for Neo4j by the codec there. */
export const wholeAsIntegers = (params: Plain): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, wholeAsInteger(value)]));

const wholeAsInteger = (value: unknown): unknown => {
  if (Number.isSafeInteger(value)) return neo4j.int(Number(value));
  if (Array.isArray(value)) return value.map(wholeAsInteger);
  if (typeof value === 'object' && value !== null && !neo4j.isInt(value))
    return wholeAsIntegers({ ...value });
  return value;
};

export interface Decoding {
  /** Integers come as Integer; else all numbers are plain numbers. */
  readonly lossless: boolean;
}

/** A value of an answer, as the driver of Neo4j would give it; its probe tells its integers from its whole floats. */
export const decode = (value: unknown, type: Type, probe: unknown, to: Decoding): unknown => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return to.lossless ? neo4j.int(value) : Number(value);
  if (typeof value === 'number') return number(value, type, probe, to);
  if (Array.isArray(value)) return list(value, type, probe, to);
  if (type.kind === 'copy') return entityOf(value, probe, to);
  if (typeof value !== 'object') return value;
  if (value instanceof Date) throw refuse('temporal', 'a date and time that was stored otherwise');
  if (isNode(value)) return node(value, probe, to);
  if (isRelationship(value)) return relationship(value, probe, to);
  if (isPath(value)) return path(value, probe, to);
  return map(value, type, probe, to);
};

const number = (value: number, { kind }: Type, probe: unknown, { lossless }: Decoding): unknown => {
  if (!lossless || kind === 'float' || !Number.isInteger(value)) return value;
  if (kind === 'integer') return neo4j.int(value);
  const known = Array.isArray(probe) ? probe[0] : probe;
  if (known === 0) return neo4j.int(value);
  if (known === 0.5) return value;
  throw refuse('numberType');
};

const list = (value: readonly unknown[], type: Type, probe: unknown, to: Decoding): unknown[] => {
  const probes = type.kind === 'list' ? probe : partOf(probe, 1);
  const item = type.kind === 'list' ? itemOf(type) : types.number;
  return value.map((one, index) => decode(one, item, partOf(probes, index), to));
};

const partOf = (probe: unknown, index: number): unknown => (Array.isArray(probe) ? probe[index] : undefined);

const map = (value: object, { fields }: Type, probe: unknown, to: Decoding): Record<string, unknown> => {
  if (!fields) return keyed(Object.entries(value), probe, to);
  const names = [...fields.keys()];
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      decode(one, fields.get(key) ?? types.any, partOf(probe, names.indexOf(key)), to),
    ]),
  );
};

/** The values of an entity or of a map of unknown keys. */
const keyed = (
  entries: readonly [string, unknown][],
  probe: unknown,
  to: Decoding,
): Record<string, unknown> => {
  const [floats, lists] = [partOf(probe, 0), partOf(probe, 1)];
  const probeOf = (key: string, value: unknown): unknown => {
    if (Array.isArray(value))
      return Array.isArray(lists) ? [undefined, lists.find((one) => partOf(one, 0) === key)?.[1]] : undefined;
    return Array.isArray(floats) ? (floats.includes(key) ? 0.5 : 0) : undefined;
  };
  return Object.fromEntries(
    entries.map(([key, value]) => [key, decode(value, types.property, probeOf(key, value), to)]),
  );
};

interface EngineNode {
  readonly _id: number;
  readonly _labels: readonly string[];
}
interface EngineRelationship {
  readonly _id: number;
  readonly _source: number;
  readonly _target: number;
  readonly _type: string;
}
/** What the gate's copyOf made of an entity. */
const entityOf = (value: object, probe: unknown, to: Decoding): unknown => {
  const { i, l, t, s, e, p }: Plain = { ...value };
  const own = { ...(typeof p === 'object' && p), _id: i };
  const made = l === undefined ? { ...own, _type: t, _source: s, _target: e } : { ...own, _labels: l };
  if (isNode(made)) return node(made, probe, to);
  if (isRelationship(made)) return relationship(made, probe, to);
  throw new RangeError('The engine answered a copy of an entity without its parts.');
};

interface EnginePath {
  readonly nodes: readonly EngineNode[];
  readonly edges: readonly EngineRelationship[];
}

const isNode = (value: object): value is EngineNode => '_labels' in value && '_id' in value;
const isRelationship = (value: object): value is EngineRelationship =>
  '_source' in value && '_target' in value && '_type' in value;
const isPath = (value: object): value is EnginePath =>
  'nodes' in value &&
  'edges' in value &&
  Array.isArray(value.nodes) &&
  value.nodes.every((one: unknown) => typeof one === 'object' && one !== null && isNode(one));

const properties = (entity: object, probe: unknown, to: Decoding): Record<string, unknown> =>
  keyed(
    Object.entries(entity).filter(([key]) => !/^_(id|labels|source|target|type)$/.test(key)),
    probe,
    to,
  );

const node = (value: EngineNode, probe: unknown, to: Decoding) =>
  new neo4j.types.Node(
    identity(value._id, to),
    [...value._labels],
    properties(value, probe, to),
    `n:${value._id}`,
  );

const relationship = (value: EngineRelationship, probe: unknown, to: Decoding) =>
  new neo4j.types.Relationship(
    identity(value._id, to),
    identity(value._source, to),
    identity(value._target, to),
    value._type,
    properties(value, probe, to),
    `e:${value._id}`,
    `n:${value._source}`,
    `n:${value._target}`,
  );

const identity = (id: number, { lossless }: Decoding) => (lossless ? neo4j.int(id) : id);

const path = ({ nodes, edges }: EnginePath, probe: unknown, to: Decoding) => {
  const [ofNodes, ofEdges] = [partOf(probe, 0), partOf(probe, 1)];
  const stations = nodes.map((one, index) => node(one, partOf(ofNodes, index), to));
  const [start] = stations;
  const end = stations.at(-1);
  if (!start || !end) throw new RangeError('A path of the engine has no nodes.');
  const segments = edges.flatMap((edge, index) => {
    const [from, target] = [stations[index], stations[index + 1]];
    const link = relationship(edge, partOf(ofEdges, index), to);
    return from && target ? [new neo4j.types.PathSegment(from, link, target)] : [];
  });
  return new neo4j.types.Path(start, end, segments);
};
