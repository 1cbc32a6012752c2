import { expect, it } from 'vitest';
import { errors } from '../src/index.ts';

const section = ([code, { status, trpc, retryable, docs, summary }]: [
  string,
  (typeof errors)[keyof typeof errors],
]): string =>
  [
    `## ${docs}`,
    '',
    `${summary}`,
    '',
    `| \`code\` | HTTP | tRPC | retryable |`,
    '|---|---|---|---|',
    `| \`${code}\` | ${status} | \`${trpc}\` | ${retryable ? 'yes' : 'no'} |`,
  ].join('\n');

const page = `# Errors

Every error has a \`code\`; \`message\` is for a person, \`requestId\` finds it in the server's log, and \`field\` names what is wrong with
an input. Where it is \`retryable\`, nothing of the call was done, and the same call may succeed later.

Made from the table in \`packages/contract/src/errors.ts\` by \`npm test -- --filter=@graphkeep/contract -- -u\`.

${Object.entries(errors).map(section).join('\n\n')}
`;

it('stands in the docs as it stands in the table', async () => {
  await expect(page).toMatchFileSnapshot('../../../docs/errors.md');
});
