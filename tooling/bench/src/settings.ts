export const scales = ['100k', '1m', '10m'] as const;

/** What the command line may say of a suite's size; each suite has a default of its own. */
export interface Settings {
  /** Of the load: how many players there are at the same time. */
  readonly sessions?: number;
  /** Of the load: how long it is measured. */
  readonly seconds?: number;
  /** Of the open model: how many calls begin in a second. */
  readonly rate?: number;
  /** Of the estate: its nodes; it has ten times as many relationships. */
  readonly scale?: (typeof scales)[number];
}
