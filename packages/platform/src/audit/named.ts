import type { Principal } from '../principal.ts';
import { pseudonymOf } from './pseudonym.ts';

/** What a principal is called where no owner's id may stand. */
export const auditedName = ({ id, owner }: Principal): string =>
  owner === undefined ? id : id.replaceAll(owner, pseudonymOf(owner));
