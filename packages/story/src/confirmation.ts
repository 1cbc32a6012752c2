import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

/** The consent to something that cannot be undone, given within ten minutes by whoever planned it. */
export interface Confirmation {
  readonly confirm: string;
  readonly until: Date;
}

const LIFE_MS = 10 * 60_000;
/** Where there is no root secret, a plan is carried out in the process that made it. */
const OWN_SECRET = randomBytes(32);

const intent = z.object({ does: z.string(), what: z.unknown(), by: z.string(), until: z.number() });
type By = Pick<Scoped<StoryGraph>, 'config' | 'principal' | 'now'>;

export const confirmSchema = z
  .string()
  .max(4_000)
  .regex(/^[\w-]+\.[\w-]+$/, 'must be the `confirm` of a plan');

/** Names what is to be done, so that whoever holds it can read it. */
export const signConfirmation = (platform: By, does: string, what: object): Confirmation => {
  const until = new Date(platform.now().getTime() + LIFE_MS);
  const text = JSON.stringify({ does, what, by: platform.principal.id, until: until.getTime() });
  const body = Buffer.from(text).toString('base64url');
  return { confirm: `${body}.${signatureOf(platform, body).toString('base64url')}`, until };
};

/** What was confirmed. Throws `forbidden` where it is not ours, was changed, is over, or is for something or somebody else. */
export const checkConfirmation = <S extends z.ZodType>(
  platform: By,
  confirm: string,
  does: string,
  what: S,
): z.output<S> => {
  const [body = '', signature = ''] = confirm.split('.');
  const [own, given] = [signatureOf(platform, body), Buffer.from(signature, 'base64url')];
  if (own.length !== given.length || !timingSafeEqual(own, given))
    throw refused('It was not given here, or was changed');
  const meant = intent.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  if (meant.until < platform.now().getTime())
    throw refused(`It was good until ${new Date(meant.until).toISOString()}`);
  if (meant.does !== does) throw refused(`It is to ${meant.does}, and not to ${does}`);
  if (meant.by !== platform.principal.id) throw refused('It was given to somebody else');
  return what.parse(meant.what);
};

const signatureOf = ({ config }: By, body: string): Buffer => {
  const secret = config.secrets.root?.reveal() ?? OWN_SECRET;
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'graphkeep story confirmation', 32));
  return createHmac('sha256', key).update(body).digest();
};

const refused = (why: string) =>
  new GraphkeepError('forbidden', `The confirmation cannot be used: ${why}. Plan anew.`, {
    field: 'confirm',
  });
