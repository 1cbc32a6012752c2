/** Quoted names, texts and comments: words in them are no clauses. */
const QUOTED = /`(?:[^`]|``)*`|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Not after `.`, `:`, `|`, `&`, `!` or `$`, where it is a name; nor before `:`, where it is the key of a map. */
const CLAUSE = (words: string) => new RegExp(`(?<![.:|&!$]\\s*|\\w)(?:${words})(?!\\s*:|\\w)`, 'i');
const WRITES = CLAUSE('CREATE|MERGE|SET|DELETE|REMOVE|FOREACH|DROP|ALTER|LOAD\\s+CSV|IN\\s+TRANSACTIONS');
const PROCEDURE = CLAUSE('CALL\\s+(?!db\\.)\\w[\\w.]*\\s*\\(');

/** Whether a statement has a clause that writes. A procedure may do anything, so that a foreign one counts as a write. */
export const looksLikeWrite = (text: string): boolean => {
  const bare = text.replace(QUOTED, '_');
  return WRITES.test(bare) || PROCEDURE.test(bare);
};
