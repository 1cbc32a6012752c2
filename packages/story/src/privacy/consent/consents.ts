import { id } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { Player, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { asSeen } from '../../as-seen.ts';
import { assertMayActFor } from '../may-act-for.ts';

/** What the settings themselves know of; others are known by their names alone. */
const switches = [
  'dataCollection',
  'research',
  'progressSharing',
  'anonymousAnalytics',
  'sessionRecording',
  'thirdPartySharing',
] as const;
type Switch = (typeof switches)[number];
const isSwitch = (name: string): name is Switch => switches.some((one) => one === name);

const consentName = z
  .string()
  .regex(/^[a-zA-Z][\w.-]{0,79}$/, 'must be a name of letters, digits, `_`, `.` and `-`');

export const setConsentInput = z.strictObject({
  playerId: id('ply'),
  /** `research`, `anonymousAnalytics` and the like, or a name of your own. */
  consent: consentName,
  given: z.boolean(),
});
export type SetConsent = z.output<typeof setConsentInput>;

export const consentState = z.object({
  consent: z.string(),
  given: z.boolean(),
  /** When it was given, or withdrawn; null where the player never said. */
  since: z.date().nullable(),
});
export type ConsentState = z.output<typeof consentState>;

/** Gives or withdraws a consent, with the time; what is so already keeps the time that it has. */
export const setConsent = async (
  platform: Scoped<StoryGraph>,
  { playerId, consent, given }: SetConsent,
): Promise<ConsentState> => {
  assertMayActFor(platform, playerId);
  return platform.transaction(async ({ repo }) => {
    const players = repo(Player);
    const { privacySettings, version } = await players.get({ playerId });
    const before = stateOf(privacySettings, consent);
    if (before.given === given && before.since !== null) return before;
    const { [consent]: _given, ...consents } = privacySettings.consents;
    const { [consent]: _withdrawn, ...withdrawn } = privacySettings.withdrawn ?? {};
    const now = platform.now().toISOString();
    const settings = {
      ...privacySettings,
      ...(isSwitch(consent) && { [consent]: given }),
      consents: given ? { ...consents, [consent]: now } : consents,
      withdrawn: given ? withdrawn : { ...withdrawn, [consent]: now },
    };
    await asSeen(players.patch({ playerId }, { privacySettings: settings }, { version }));
    return stateOf(settings, consent);
  });
};

export const readConsentsInput = z.strictObject({ playerId: id('ply') });

/** All that the settings know of, and all that the player was ever asked. */
export const readConsents = async (
  platform: Scoped<StoryGraph>,
  { playerId }: z.output<typeof readConsentsInput>,
): Promise<readonly ConsentState[]> => {
  const { privacySettings } = await platform.repo(Player).get({ playerId });
  const { consents = {}, withdrawn = {} } = privacySettings;
  const names = new Set([...switches, ...Object.keys(consents), ...Object.keys(withdrawn)]);
  return [...names].map((name) => stateOf(privacySettings, name));
};

/**
 * Refuses what the player did not agree to: to be called before data are used for more than the player's own story.
 *
 * @example await requireConsent(platform, playerId, 'anonymousAnalytics');
 */
export const requireConsent = async (
  platform: Scoped<StoryGraph>,
  playerId: string,
  consent: string,
): Promise<void> => {
  const { privacySettings } = await platform.repo(Player).get({ playerId });
  if (!stateOf(privacySettings, consent).given)
    throw new GraphkeepError('consent_needed', `This player has not agreed to ${consent}.`, {
      field: `privacySettings.${consent}`,
    });
};

type Settings = z.output<typeof Player.schema>['privacySettings'];

const stateOf = (settings: Settings, consent: string): ConsentState => {
  // Settings that were written before there was a time of withdrawal have none.
  const { consents = {}, withdrawn = {} } = settings;
  const since = consents[consent] ?? withdrawn[consent];
  return {
    consent,
    given: isSwitch(consent) ? settings[consent] : Object.hasOwn(consents, consent),
    since: since === undefined ? null : new Date(since),
  };
};
