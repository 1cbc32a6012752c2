import type { JsonUpgrade } from '@graphkeep/models/json';

/** What makes nodes of older archives into those of now, by label: the first one is for documents of version 1. */
export const upgrades: Readonly<Record<string, readonly JsonUpgrade[]>> = {};
