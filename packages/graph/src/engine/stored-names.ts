import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';

/** The names of a definition for those of the store: an error speaks of what its reader has written. */
export type StoredNames = (
  label: string,
  property: string,
) => { readonly label: string; readonly field: string };

export const asStored: StoredNames = (label, property) => ({ label, field: property });

export const namesOf =
  (graph: Graph): StoredNames =>
  (label, property) => {
    const definition = Object.values(graph).find(({ stored }) => stored === label);
    const field = definition?.fields.find(({ stored, blind }) => stored === property || blind === property);
    return { label: definition?.label ?? label, field: field?.name ?? property };
  };

export const uniqueViolation = ({ label, field }: ReturnType<StoredNames>, cause: Error): GraphkeepError =>
  new GraphkeepError('already_exists', `A ${label} with this ${field} exists already.`, { cause, field });
