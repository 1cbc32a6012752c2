import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import { Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { sessionId, variables, metrics } = Session.schema.shape;

export const setVariablesInput = z
  .strictObject({
    sessionId,
    /** The version of the session that the caller has seen. */
    version: z.int(),
    /** What is named is set, or with null taken away; the others stay. */
    variables: variables.unwrap().exactOptional(),
    metrics: metrics.unwrap().exactOptional(),
  })
  .refine((input) => input.variables !== undefined || input.metrics !== undefined, {
    path: ['variables'],
    message: 'must be given, or metrics',
  });
export type SetVariables = z.input<typeof setVariablesInput>;

type Values = EntityOf<typeof Session>['variables'];

/** Names in a session's variables, and in its metrics; beyond that their one text is too long to be read at each load. */
const MOST_NAMES = 500;

/** Sets some variables and metrics of a session, unless somebody changed it since. */
export const setVariables = (
  platform: Scoped<StoryGraph>,
  input: SetVariables,
): Promise<EntityOf<typeof Session>> =>
  platform.transaction(async () => {
    const sessions = platform.repo(Session);
    const key = { sessionId: input.sessionId };
    const { variables: kept, metrics: measured } = await sessions.get({
      ...key,
      select: { variables: true, metrics: true },
    });
    return sessions.patch(
      key,
      {
        ...(input.variables && { variables: merged('variables', kept, input.variables) }),
        ...(input.metrics && { metrics: merged('metrics', measured, input.metrics) }),
      },
      { version: input.version },
    );
  });

const merged = (field: string, kept: Values, given: Values): Values => {
  const values = Object.fromEntries(
    Object.entries({ ...kept, ...given }).filter(([, value]) => value !== null),
  );
  if (Object.keys(values).length > MOST_NAMES)
    throw new GraphkeepError('too_large', `${field} would hold more than ${MOST_NAMES} names.`, { field });
  return values;
};
