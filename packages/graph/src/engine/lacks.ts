import { constructs } from './gate/constructs.ts';

interface Lack {
  readonly engine: 'embedded' | 'neo4j';
  /** What one would expect of a graph store, and this engine has not. */
  readonly construct: string;
  /** `other means`: the same is had in another way. `refused`: asking for it is an error that says so. */
  readonly answer: 'other means' | 'refused';
  readonly how: string;
}

/** The one table of what the engines lack. Cypher by hand has a table of its own, that of the embedded engine's gate. */
const lacks: readonly Lack[] = [
  {
    engine: 'embedded',
    construct: 'a second process on the same graph',
    answer: 'refused',
    how: 'whoever opens the folder second is told which process has it',
  },
  {
    engine: 'embedded',
    construct: 'all of Cypher in a statement by hand',
    answer: 'refused',
    how: '`unsupported` with the construct, the reason and what to write instead: the table below',
  },
  {
    engine: 'embedded',
    construct: 'an end to a statement that runs',
    answer: 'other means',
    how: 'its caller is answered at the deadline; the statement goes on, and new work is shed when too many do',
  },
  {
    engine: 'embedded',
    construct: 'dates and times as values',
    answer: 'other means',
    how: 'a date is kept as its milliseconds, and is a `Date` again by its definition',
  },
  {
    engine: 'embedded',
    construct: 'whole numbers told from floats',
    answer: 'other means',
    how: 'a number is read as its definition says, not as it looks',
  },
  {
    engine: 'embedded',
    construct: 'unique constraints that find what they guard',
    answer: 'other means',
    how: 'an index is made beside each',
  },
  {
    engine: 'embedded',
    construct: 'full-text and vector indexes by statements',
    answer: 'other means',
    how: "they are made and asked by the engine's own functions",
  },
  {
    engine: 'embedded',
    construct: 'the rows of one long statement by portions',
    answer: 'other means',
    how: '`repo.stream` reads page after page, so that its memory stays flat; the rows of a single statement are all held at once',
  },
  {
    engine: 'embedded',
    construct: 'hits of the store in a profile',
    answer: 'other means',
    how: 'a profile tells the rows and the time of each operator',
  },
  {
    engine: 'embedded',
    construct: 'bookmarks',
    answer: 'other means',
    how: 'one process has one store: what was written is seen',
  },
  {
    engine: 'neo4j',
    construct: 'constraints that a value must be there or of a type (in the Community Edition)',
    answer: 'other means',
    how: 'every write of a repository is checked by its definition',
  },
  {
    engine: 'neo4j',
    construct: 'texts of more than about 8 kB in an index or a unique field',
    answer: 'refused',
    how: '`invalid_input`, with nothing kept',
  },
];

/** The page of the docs. */
export const renderLacks = (): string => `# What the engines do not have

Graphkeep runs on Neo4j and on an engine of its own process. Both pass the same tests; where one of them lacks something, the same is had
by other means, or asking for it is an error that says so. Nothing is answered wrongly in silence.

Made from \`packages/graph/src/engine/lacks.ts\` and \`packages/graph/src/engine/gate/constructs.ts\` by
\`npm test -- --filter=@graphkeep/graph -- -u\`.

${table(
  ['engine', 'lacks', 'answer', 'how'],
  lacks.map(({ engine, construct, answer, how }) => [engine, construct, answer, how]),
)}

## Cypher by hand on the embedded engine

A statement by hand is read before it runs. What the engine is not known to run rightly is refused with the code \`unsupported\`; on Neo4j
the same statement runs as it is.

${table(
  ['not trusted with', 'because', 'instead'],
  Object.values(constructs).map(({ construct, why, instead }) => [construct, why, instead]),
)}
`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
