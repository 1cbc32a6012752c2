import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { runHere } from './support/run-here.ts';

/** What bash offers at the end of this line. */
const offered = async (line: string): Promise<readonly string[]> => {
  const { out: script } = await runHere(['completion', 'bash']);
  const words = line.split(' ');
  const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _graphkeep; echo "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' })
    .trim()
    .split(' ');
};

it('completes commands and options in bash', async () => {
  expect(await offered('graphkeep ke')).toEqual(['keys']);
  expect(await offered('graphkeep keys r')).toEqual(['rotate', 'revoke']);
  expect(await offered('graphkeep cache clean --dry')).toEqual(['--dry-run']);
  expect(await offered('graphkeep keys create name --sc')).toEqual(['--scope']);
});

it.each(['zsh', 'fish'])('writes a script that %s reads, where there is one', async (shell) => {
  const { out: script } = await runHere(['completion', shell]);
  expect(script).toContain('keys rotate');
  if (spawnSync(shell, ['--version']).error) return;
  expect(spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});
