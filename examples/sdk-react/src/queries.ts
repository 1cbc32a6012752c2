//#region queries
import { createGraphkeep } from '@graphkeep/sdk';
import { createQueries } from '@graphkeep/sdk/react';

const { VITE_GRAPHKEEP_URL, VITE_GRAPHKEEP_API_KEY } = import.meta.env;

export const q = createQueries(createGraphkeep({ url: VITE_GRAPHKEEP_URL, apiKey: VITE_GRAPHKEEP_API_KEY }));
//#endregion
