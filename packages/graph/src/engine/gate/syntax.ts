/** Where a part of a statement stands in its text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Expression = Place & ExpressionShape;

export type BinaryOperator =
  | 'OR'
  | 'XOR'
  | 'AND'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | 'IN'
  | 'STARTS WITH'
  | 'ENDS WITH'
  | 'CONTAINS'
  | '=~';

export type Quantifier = 'all' | 'any' | 'none' | 'single';

export type ExpressionShape =
  | { readonly kind: 'literal'; readonly value: null | boolean | string }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'property'; readonly of: Expression; readonly key: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | {
      readonly kind: 'slice';
      readonly of: Expression;
      readonly from: Expression | undefined;
      readonly to: Expression | undefined;
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'sign'; readonly operator: '+' | '-'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'isNull'; readonly operand: Expression; readonly negated: boolean }
  | { readonly kind: 'hasLabels'; readonly of: Expression; readonly labels: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly MapEntry[] }
  | { readonly kind: 'mapProjection'; readonly of: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly distinct: boolean;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'countAll' }
  | {
      readonly kind: 'case';
      readonly subject: Expression | undefined;
      readonly branches: readonly Branch[];
      readonly otherwise: Expression | undefined;
    }
  | {
      readonly kind: 'comprehension';
      readonly variable: string;
      readonly source: Expression;
      readonly where: Expression | undefined;
      readonly map: Expression | undefined;
    }
  | {
      readonly kind: 'quantifier';
      readonly quantifier: Quantifier;
      readonly variable: string;
      readonly source: Expression;
      readonly where: Expression;
    }
  | { readonly kind: 'reduce' }
  | { readonly kind: 'pattern'; readonly pattern: PathPattern }
  | { readonly kind: 'patternComprehension' }
  | {
      readonly kind: 'exists';
      readonly patterns: readonly PathPattern[];
      readonly where: Expression | undefined;
    }
  | { readonly kind: 'subquery'; readonly keyword: string };

interface MapEntry {
  readonly key: string;
  readonly value: Expression;
}

export interface Branch {
  readonly when: Expression;
  readonly result: Expression;
}

export interface NodePattern extends Place {
  readonly variable: string | undefined;
  readonly labels: readonly string[];
  readonly properties: Expression | undefined;
}

export interface LinkPattern extends Place {
  readonly variable: string | undefined;
  readonly types: readonly string[];
  readonly properties: Expression | undefined;
  readonly direction: 'out' | 'in' | 'either';
  /** Undefined for a link of one step. */
  readonly length: { readonly min: number | undefined; readonly max: number | undefined } | undefined;
}

export interface PathPattern extends Place {
  readonly variable: string | undefined;
  readonly shortest: boolean;
  readonly first: NodePattern;
  readonly hops: readonly { readonly link: LinkPattern; readonly node: NodePattern }[];
}

export interface ReturnItem {
  readonly expression: Expression;
  readonly alias: string | undefined;
  /** The item as it is written: the column's name where there is no alias. */
  readonly text: string;
}

export interface SortItem {
  readonly expression: Expression;
  readonly descending: boolean;
}

export interface Projection extends Place {
  readonly distinct: boolean;
  readonly all: boolean;
  readonly items: readonly ReturnItem[];
  readonly orderBy: readonly SortItem[];
  readonly skip: Expression | undefined;
  readonly limit: Expression | undefined;
}

export type SetItem = Place &
  (
    | {
        readonly kind: 'property';
        readonly variable: string;
        readonly key: string;
        readonly value: Expression;
      }
    | { readonly kind: 'labels'; readonly variable: string; readonly labels: readonly string[] }
    | {
        readonly kind: 'all';
        readonly variable: string;
        readonly operator: '=' | '+=';
        readonly value: Expression;
      }
  );

export type RemoveItem = Place &
  (
    | { readonly kind: 'property'; readonly variable: string; readonly key: string }
    | { readonly kind: 'labels'; readonly variable: string; readonly labels: readonly string[] }
  );

export type Clause = Place &
  (
    | {
        readonly kind: 'match';
        readonly optional: boolean;
        readonly patterns: readonly PathPattern[];
        readonly where: Expression | undefined;
      }
    | { readonly kind: 'unwind'; readonly source: Expression; readonly variable: string }
    | { readonly kind: 'with'; readonly projection: Projection; readonly where: Expression | undefined }
    | { readonly kind: 'return'; readonly projection: Projection }
    | { readonly kind: 'call'; readonly imports: Imports; readonly query: Query }
    | { readonly kind: 'create'; readonly patterns: readonly PathPattern[] }
    | {
        readonly kind: 'merge';
        readonly pattern: PathPattern;
        readonly onCreate: readonly SetItem[];
        readonly onMatch: readonly SetItem[];
      }
    | { readonly kind: 'set'; readonly items: readonly SetItem[] }
    | { readonly kind: 'remove'; readonly items: readonly RemoveItem[] }
    | { readonly kind: 'delete'; readonly detach: boolean; readonly expressions: readonly Expression[] }
  );

/** The variables in CALL (…) { }; of CALL { } its first WITH tells them. */
export type Imports = readonly string[] | 'all' | undefined;

export type ClauseOf<K extends Clause['kind']> = Extract<Clause, { readonly kind: K }>;

export interface Query {
  readonly clauses: readonly Clause[];
}

/** Queries joined by UNION: one alone in the ordinary case. */
export interface Statement {
  readonly queries: readonly Query[];
  readonly unionAll: boolean;
}
