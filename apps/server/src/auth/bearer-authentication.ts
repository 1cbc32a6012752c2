import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { Authenticate, Recognise } from './authenticate.ts';

/** Asks each kind in turn whose the credential is. Whatever is refused is refused with its reason, and never quoted. */
export const bearerAuthentication =
  (kinds: readonly Recognise[]): Authenticate =>
  async (authorization) => {
    if (authorization === undefined) return {};
    const credential = /^Bearer +([\x21-\x7e]{1,8192})$/i.exec(authorization)?.[1];
    if (credential === undefined)
      return { refusal: refused('Send the key as `Authorization: Bearer gk_…`.') };
    try {
      for (const recognise of kinds) {
        const principal = await recognise(credential);
        if (principal) return { principal };
      }
    } catch (error) {
      if (isGraphkeepError(error)) return { refusal: error };
      throw error;
    }
    return { refusal: refused('This server does not know the key.') };
  };

const refused = (message: string) => new GraphkeepError('unauthenticated', message);
