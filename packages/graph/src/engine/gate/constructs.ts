export interface Construct {
  /** What is refused, as the object of "is not trusted with …". */
  readonly construct: string;
  readonly why: string;
  readonly instead: string;
}

/** What the embedded engine is not trusted with, why, and what to write instead. The docs' table is made from this one. */
export const constructs = {
  clause: {
    construct: 'this clause',
    why: 'it was not verified there, can read files, or has no deadline',
    instead:
      'use MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, CALL { … } that reads, CREATE, MERGE, SET, REMOVE, DELETE, RETURN and UNION',
  },
  call: {
    construct: 'this function',
    why: 'it is unknown there, or answers wrongly in places',
    instead: 'compute it in TypeScript',
  },
  argument: {
    construct: 'this argument of a function',
    why: 'the engine answers null, or something wrong, where Cypher raises an error',
    instead: 'pass a value whose type the statement itself makes plain',
  },
  unionEntity: {
    construct:
      'an entity passed through CASE, coalesce, a comprehension, tail, reverse, list + or a mixed list',
    why: 'it becomes a bare id, and a later SET or DELETE would hit another node',
    instead: 'return maps of properties, or use FOREACH (_ IN CASE WHEN r IS NULL THEN [] ELSE [1] END | …)',
  },
  target: {
    construct: 'SET, REMOVE or DELETE of what is not surely a node or relationship',
    why: 'it would take a number for the id of a node',
    instead: 'MATCH the entity by its key and name its variable',
  },
  deleted: {
    construct: 'the use of an entity after its deletion',
    why: 'it answers null where Cypher raises an error',
    instead: 'read what is needed by a WITH before the DELETE',
  },
  storedType: {
    construct: 'a property set from a value of unknown type',
    why: 'an entity, a map or a list with null could be stored by it',
    instead: 'take the value from a parameter, a literal or a property',
  },
  valueType: {
    construct: 'a value of this type in this place',
    why: 'it does not fit there, in some row that the engine looked at; it answers null where Cypher raises an error',
    instead: 'filter such rows out by a WITH before, or keep one type a key',
  },
  mapUpdate: {
    construct: 'SET from a map of unknown keys, or from another entity of the same kind',
    why: 'the properties may be those from before the statement, and null takes all away',
    instead: 'pass a parameter, or write the properties out: SET n += {name: m.name}',
  },
  mergeNull: {
    construct: 'MERGE by a key that can be null',
    why: 'it makes a node each time',
    instead: 'check the key before, or MATCH … WHERE it IS NOT NULL',
  },
  reserved: {
    construct: 'a property or key named _id, _labels, _type, _source or _target',
    why: 'it vanishes in results',
    instead: 'give it another name',
  },
  name: {
    construct: 'a name that holds a back-quote',
    why: 'the engine cannot read it',
    instead: 'give it another name',
  },
  temporal: {
    construct: 'temporal functions and values',
    why: 'zones, arithmetic, invalid texts and fractions below a microsecond answer wrongly',
    instead: 'store ISO text or epoch milliseconds and compute in TypeScript',
  },
  parameterValue: {
    construct: 'a parameter of this type',
    why: 'dates compare as null there, and not finite numbers and class instances are no values',
    instead:
      'pass texts, truth values, finite numbers, neo4j.int(), lists and plain maps; dates as ISO text or epoch milliseconds',
  },
  floatParameter: {
    construct: 'a list or rows of parameters that mix integers and floats under one name',
    why: 'whole floats arrive there as integers',
    instead: 'use neo4j.int() for all of them or for none',
  },
  mixedComparison: {
    construct: 'a comparison of these types',
    why: "'1' = 1 is true there, truth values and lists have no order, and nulls inside lists and maps are taken for values",
    instead: 'compare values of one scalar type, or compare in TypeScript',
  },
  floatText: {
    construct: 'a float made into text',
    why: '1.0 becomes "1"',
    instead: 'return the number, and format it in TypeScript',
  },
  arithmetic: {
    construct: 'arithmetic over these types',
    why: 'it answers null where Cypher raises an error or joins',
    instead: 'use numbers with numbers, texts with texts, and list + [x]',
  },
  numberType: {
    construct: 'numbers this deep inside a result of unknown type',
    why: 'an integer cannot be told from a whole float there',
    instead: 'return the numbers themselves, or open the driver with { disableLosslessIntegers: true }',
  },
  mapProjection: {
    construct: 'a map projection',
    why: 'of an optional null it makes a map of nulls',
    instead: 'return the properties one by one, or a map: {id: p.id}',
  },
  patternComprehension: {
    construct: 'a pattern comprehension',
    why: 'it drops nulls',
    instead: 'OPTIONAL MATCH and collect()',
  },
  subquery: {
    construct: 'a subquery of this form',
    why: 'the engine cannot read it, or it was not verified there',
    instead:
      'EXISTS { (n)-->(m) WHERE … }, OPTIONAL MATCH and count(), or CALL { WITH n … RETURN … } in a statement that only reads',
  },
  quantifier: {
    construct: 'a quantifier of this form',
    why: 'it answers wrongly over nulls',
    instead: 'all(x IN list WHERE …) with a condition that is the same each time',
  },
  reduce: {
    construct: 'reduce()',
    why: 'its types cannot be known beforehand',
    instead: 'UNWIND the list and aggregate, or compute in TypeScript',
  },
  typeTest: {
    construct: 'a test of a value’s type',
    why: 'the engine cannot read it',
    instead: 'check types in TypeScript',
  },
  labelExpression: {
    construct: 'label expressions and dynamic labels',
    why: 'the engine cannot read them',
    instead: 'WHERE n:A OR n:B',
  },
  inlineWhere: {
    construct: 'WHERE inside a pattern',
    why: 'it was not verified there',
    instead: 'write WHERE after the pattern',
  },
  quantifiedPath: {
    construct: 'quantified path patterns',
    why: 'the engine cannot read them',
    instead: 'a variable-length relationship: -[:T*1..3]->',
  },
  shortestPath: {
    construct: 'shortestPath',
    why: 'a WHERE on its path filters after the shortest was chosen',
    instead: 'MATCH p = (a)-[:T*..6]-(b) … ORDER BY length(p) LIMIT 1',
  },
  range: {
    construct: 'a range() of more than a million numbers, or of unknown bounds',
    why: 'the engine has no memory limit, and ends the process',
    instead: 'smaller ranges, one after another',
  },
  percentile: {
    construct: 'a percentile whose share is no literal from 0 to 1',
    why: 'the engine takes the median',
    instead: 'write the share into the statement: percentileCont(n.x, 0.9)',
  },
  aggregate: {
    construct: 'an aggregate here',
    why: 'the engine cannot read it, or groups otherwise',
    instead: 'compute the aggregate by a WITH of its own, then use its name',
  },
  limit: {
    construct: 'SKIP or LIMIT by an expression',
    why: 'the engine cannot read it',
    instead: 'a literal or a parameter',
  },
  path: {
    construct: 'a path of this form',
    why: 'the engine binds it wrongly or not at all',
    instead: 'bind nodes and relationships by variables of their own',
  },
  bound: {
    construct: 'a pattern over a variable that may be null or is bound otherwise',
    why: 'the engine matches it wrongly in places',
    instead: 'WHERE it IS NOT NULL, by a WITH before, and bind nodes by MATCH',
  },
  nesting: {
    construct: 'a statement of this size or depth',
    why: 'it would overflow the engine’s stack; it takes about a hundred clauses at most',
    instead: 'UNWIND $rows, or several statements in one transaction',
  },
  engine: {
    construct: 'this statement',
    why: 'it reports that it cannot run it',
    instead: 'a simpler form, in several steps by WITH',
  },
} as const satisfies Record<string, Construct>;

export type ConstructId = keyof typeof constructs;
