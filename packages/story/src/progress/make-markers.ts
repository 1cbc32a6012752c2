import { newId } from '@graphkeep/contract';
import type { EntityOf } from '@graphkeep/models';
import { ProgressMarker, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { titleOf } from '../cut-text.ts';

export interface NewMarker {
  readonly type: string;
  readonly title: string;
  readonly value: number;
}

/** Marks what a player has reached. */
export const makeMarkers = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  playerId: string,
  markers: readonly NewMarker[],
  achievedAt: Date,
): Promise<readonly Pick<EntityOf<typeof ProgressMarker>, 'markerId'>[]> =>
  markers.length === 0
    ? []
    : platform.repo(ProgressMarker).createMany(
        markers.map(({ title, ...marker }) => ({
          ...marker,
          markerId: newId('mrk'),
          title: titleOf(title),
          playerId,
          achievedAt,
          player: { connect: { playerId } },
        })),
      );
