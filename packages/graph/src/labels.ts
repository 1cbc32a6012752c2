/** The labels of what Graphkeep keeps for itself in a graph. No definition may use them. */
export const own = {
  /** Single nodes, by `id`: the version of the schema, the numbers of the journal, and who may do a thing for now. */
  state: 'GraphkeepState',
  /** An entry of the journal that was committed and has no number yet. */
  pending: 'GraphkeepPending',
  /** An entry of the journal that readers find by its number. */
  entry: 'GraphkeepEntry',
  /** A migration that was begun or applied. */
  migration: 'GraphkeepMigration',
  /** How far a step of a migration has come. */
  checkpoint: 'GraphkeepCheckpoint',
} as const;
