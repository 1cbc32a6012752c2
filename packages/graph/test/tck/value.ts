import neo4j, {
  isDate,
  isDateTime,
  isDuration,
  isLocalDateTime,
  isLocalTime,
  isNode,
  isPath,
  isRelationship,
  isTime,
} from 'neo4j-driver';

/** A value as one text, the same for a value that was expected and one that came: `({name: 'A'})`, `1.0`, `[:T]`. */
export const textOf = (value: unknown, listOrder: 'kept' | 'ignored' = 'kept'): string => {
  const text = (one: unknown): string => textOf(one, listOrder);
  if (value === null || value === undefined) return 'null';
  if (neo4j.isInt(value)) return value.toString();
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) {
    const items = value.map(text);
    return `[${(listOrder === 'kept' ? items : items.sort()).join(', ')}]`;
  }
  if (isNode(value)) return `(${labelText(value.labels)}${mapText(value.properties, text, ' ')})`;
  if (isRelationship(value)) return `[:${value.type}${mapText(value.properties, text, ' ')}]`;
  if (isPath(value)) {
    const hops = value.segments.map(({ start, relationship, end }) =>
      relationship.start.equals(start.identity)
        ? `-${text(relationship)}->${text(end)}`
        : `<-${text(relationship)}-${text(end)}`,
    );
    return `<${text(value.start)}${hops.join('')}>`;
  }
  if (isTemporal(value)) return quoted(value.toString());
  if (typeof value === 'object') return mapText(value, text) || '{}';
  return String(value);
};

const isTemporal = (value: unknown): value is { toString(): string } =>
  typeof value === 'object' &&
  value !== null &&
  [isDate, isDateTime, isDuration, isLocalDateTime, isLocalTime, isTime].some((is) => is(value));

const floatText = (value: number): string => {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};

const quoted = (value: string): string => JSON.stringify(value);
const labelText = (labels: readonly string[]): string =>
  [...labels]
    .sort()
    .map((label) => `:${label}`)
    .join('');
const mapText = (map: object, text: (value: unknown) => string, before = ''): string => {
  const entries = Object.entries(map)
    .map(([key, value]) => `${key}: ${text(value)}`)
    .sort();
  return entries.length === 0 ? '' : `${before}{${entries.join(', ')}}`;
};

/** Reads a value as the tables of the TCK write it, into what the driver would give. */
export const readValue = (source: string): unknown => {
  let at = 0;
  let identity = 0;
  const rest = (): string => source.slice(at);
  const skip = (): void => {
    while (source[at] === ' ') at++;
  };
  const take = (token: string): boolean => {
    skip();
    if (!source.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const need = (token: string): void => {
    if (!take(token)) throw new Error(`"${token}" is missing at ${at} of ${source}`);
  };
  const match = (pattern: RegExp): string | undefined => {
    skip();
    const found = pattern.exec(rest())?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const name = (): string =>
    take('`') ? (match(/^[^`]*`/) ?? '').slice(0, -1) : (match(/^[\p{L}_][\p{L}\p{N}_]*/u) ?? '');
  const separated = <T>(end: string, item: () => T): T[] => {
    const items: T[] = [];
    while (!take(end)) {
      if (items.length > 0) need(',');
      items.push(item());
    }
    return items;
  };
  const map = (): Record<string, unknown> =>
    take('{')
      ? Object.fromEntries(
          separated('}', () => {
            const key = name();
            need(':');
            return [key, value()];
          }),
        )
      : {};
  const node = (): InstanceType<typeof neo4j.types.Node> => {
    need('(');
    const labels: string[] = [];
    while (take(':')) labels.push(name());
    const properties = map();
    need(')');
    return new neo4j.types.Node(neo4j.int(identity++), labels, properties);
  };
  const relationship = (from: number, to: number) => {
    need('[');
    need(':');
    const type = name();
    const properties = map();
    need(']');
    return new neo4j.types.Relationship(
      neo4j.int(identity++),
      neo4j.int(from),
      neo4j.int(to),
      type,
      properties,
    );
  };
  const path = () => {
    const start = node();
    const segments: InstanceType<typeof neo4j.types.PathSegment>[] = [];
    let end = start;
    while (!take('>')) {
      const backward = take('<-');
      if (!backward) need('-');
      const next = identity + 1;
      const here = Number(end.identity);
      const link = backward ? relationship(next, here) : relationship(here, next);
      need(backward ? '-' : '->');
      const to = node();
      segments.push(new neo4j.types.PathSegment(end, link, to));
      end = to;
    }
    return new neo4j.types.Path(start, end, segments);
  };
  const value = (): unknown => {
    skip();
    const first = source[at];
    if (first === "'") return string();
    if (first === '(') return node();
    if (first === '{') return map();
    if (/^\[\s*:/.test(rest())) return relationship(0, 0);
    if (take('[')) return separated(']', value);
    if (take('<')) return path();
    const word = match(/^[^,\]})|]+/)?.trim() ?? '';
    return readWord(word);
  };
  const string = (): string => {
    const text = match(/^'(?:[^'\\]|\\.)*'/s) ?? '';
    return text.slice(1, -1).replace(/\\(.)/gs, (_, one: string) => (one === 'n' ? '\n' : one));
  };
  const read = value();
  skip();
  if (at < source.length) throw new Error(`"${rest()}" is left over of ${source}`);
  return read;
};

const WORDS: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  false: false,
  NaN: Number.NaN,
  Inf: Infinity,
  '-Inf': -Infinity,
};

const readWord = (word: string): unknown => {
  if (Object.hasOwn(WORDS, word)) return WORDS[word];
  if (/^-?\d+$/.test(word)) return neo4j.int(word);
  if (/^-?\d*\.?\d+([eE][-+]?\d+)?$/.test(word)) return Number(word);
  throw new Error(`"${word}" is no value`);
};
