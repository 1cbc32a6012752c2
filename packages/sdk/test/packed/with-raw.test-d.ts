// Compiled and run where the packed SDK is installed alone.
import { createGraphkeep } from '@graphkeep/sdk';
import { rawClient } from '@graphkeep/sdk/raw';

declare const process: { readonly argv: readonly string[] };
const [, , url = '', apiKey = ''] = process.argv;
const raw = rawClient(createGraphkeep({ url, apiKey }));
const { version }: { readonly version: string } = await raw.system.version.query();
// @ts-expect-error what reads is no mutation
const wrong = () => raw.system.version.mutate();
console.log(JSON.stringify([typeof version, typeof wrong]));
