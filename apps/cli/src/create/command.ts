import type { CommandOf } from '../frame/command-of.ts';

export const createCommand: CommandOf = (program, { performs }) =>
  performs(
    program
      .command('create')
      .description(
        'Makes a folder with a program of your own: a domain, its API, a server, a client and a test.',
      )
      .argument('<folder>', 'a new one; its name is that of the package'),
    {
      examples: ['graphkeep create my-app'],
      run: async (work, _, path) => {
        const { createProject } = await import('./create-project.ts');
        const made = await createProject(path);
        work.say(`Next:\n  cd ${path}\n  npm install && npm test`);
        return { value: made, text: `${made.files.length} files are in ${made.folder}\n` };
      },
    },
  );
