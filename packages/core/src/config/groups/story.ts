import { choice, duration, folder, wholeNumber } from '../kinds.ts';
import { option } from '../option.ts';
import { HOUR } from '../units.ts';

export const story = {
  maxActiveSessions: option(
    'GRAPHKEEP_STORY_MAX_ACTIVE_SESSIONS',
    wholeNumber(1, 100),
    'How many sessions of a player may be active at a time.',
    { default: '3' },
  ),
  sessionPolicy: option(
    'GRAPHKEEP_STORY_SESSION_POLICY',
    choice(['sliding', 'activity']),
    'How long the cache keeps the state of a session: `sliding` for 24 hours after its last use; `activity` for 1 hour, 30 or 10 minutes by when the player was last active.',
    { default: 'sliding' },
  ),
  archiveAfterMs: option(
    'GRAPHKEEP_STORY_ARCHIVE_AFTER',
    duration(HOUR, 3_650 * 24 * HOUR),
    'Messages of a conversation that are older than this are compacted.',
    { default: '720h' },
  ),
  archiveKeep: option(
    'GRAPHKEEP_STORY_ARCHIVE_KEEP',
    wholeNumber(0, 100_000),
    'How many of the newest messages of a conversation are left as they are, until they are old.',
    { default: '500' },
  ),
};

export const privacy = {
  erasures: option(
    'GRAPHKEEP_ERASURES',
    folder(),
    'The folder of the list of erased players, by which an erasure is done again after a restore. Keep it apart from what is restored, and the same for all servers.',
    { default: ({ dataDir }) => `${dataDir}/erasures` },
  ),
  auditMs: option(
    'GRAPHKEEP_AUDIT_KEEP',
    duration(24 * HOUR, 36_500 * 24 * HOUR),
    'How long entries of the audit are kept.',
    { default: '17520h' },
  ),
};
