import { expect, it } from 'vitest';
import { type ErrorCode, errorSummaries, errors } from '../src/index.ts';

const codes = Object.keys(errors) as ErrorCode[];
const section = (code: ErrorCode): string => {
  const { status, trpc, retryable, docs } = errors[code];
  return [
    `## ${docs}`,
    '',
    errorSummaries[code],
    '',
    `| \`code\` | HTTP | tRPC | retryable |`,
    '|---|---|---|---|',
    `| \`${code}\` | ${status} | \`${trpc}\` | ${retryable ? 'yes' : 'no'} |`,
  ].join('\n');
};

const page = `# Errors

Every error has a \`code\`; \`message\` is for a person, \`requestId\` finds it in the server's log, and \`field\` names what is wrong with
an input. Where it is \`retryable\`, nothing of the call was done, and the same call may succeed later.

Made from the table in \`packages/contract/src/errors.ts\` by \`npm test -- --filter=@graphkeep/contract -- -u\`.

${codes.map(section).join('\n\n')}
`;

it('stands in the docs as it stands in the table', async () => {
  await expect(page).toMatchFileSnapshot('../../../docs/errors.md');
});
