import { GraphkeepError } from '@graphkeep/core';
import type { NodeDefinition } from '@graphkeep/models';
import type { Ground } from '../ground.ts';
import { notFound } from '../repository-input.ts';
import { wrong } from '../statements/values.ts';
import { foundStatement } from '../statements/write/found.ts';

export interface VersionOption {
  /** The version that the caller has seen: if the node has another, it is left alone, with an error `stale_version`. */
  readonly version?: number;
}

export const assertVersion = (definition: NodeDefinition, version: number | undefined): void => {
  if (version === undefined) return;
  if (!definition.traits.version)
    throw wrong('version', `${definition.label} counts no versions: say version: true in its definition.`);
  if (!Number.isSafeInteger(version)) throw wrong('version', 'version must be an integer.');
};

/** Why a node of this key and version was not there to be written. */
export const whyNot = async (
  ground: Ground,
  definition: NodeDefinition,
  key: string,
  version: number | undefined,
): Promise<never> => {
  if (version !== undefined) {
    const { rows } = await ground.read(foundStatement(definition, key, ground, ground.codec));
    if (rows.length > 0)
      throw new GraphkeepError(
        'stale_version',
        `${definition.label} ${key} was changed since version ${version}.`,
        { field: 'version' },
      );
  }
  throw notFound(definition, key);
};
