import { GraphkeepError } from '@graphkeep/core';

/** A place in the journal: after an entry, or after some of the changes of the one that follows it. */
export interface Cursor {
  readonly after: number;
  readonly told: number;
}

/** `12` is after the whole entry 12; `12.2` is after two changes of entry 12. */
export const cursorText = ({ after, told }: Cursor): string =>
  told === 0 ? `${after}` : `${after + 1}.${told}`;

export const cursorOf = (text: string): Cursor => {
  const [, entry, told] = /^(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (entry === undefined)
    throw new GraphkeepError('invalid_input', 'lastEventId must be the id of an event, as it came.', {
      field: 'lastEventId',
    });
  return told === undefined
    ? { after: Number(entry), told: 0 }
    : { after: Math.max(0, Number(entry) - 1), told: Number(told) };
};
