import type { NodeDefinition } from '@graphkeep/models';
import type { z } from 'zod';
import { type DomainOptions, inDomain } from '../procedures.ts';

/** The builders of one resource's procedures; each says what it does. */
export const buildersOf = (node: NodeDefinition, domain: string, admin: boolean) => {
  const options: DomainOptions = { owner: node.owner };
  const key = node.traits.abstract ? {} : { key: node.key };
  return {
    reads: (summary: string, output?: z.ZodType) =>
      inDomain(domain, 'read', options).meta({ summary, ...key, ...(output && { output }) }),
    writes: (summary: string, output: z.ZodType) =>
      inDomain(domain, admin ? 'admin' : 'write', options).meta({ summary, ...key, output }),
  };
};
export type Says = ReturnType<typeof buildersOf>;
