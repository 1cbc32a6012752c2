import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** A place in the tree of commands, and what may come next there. */
export interface Place {
  /** The commands on the way, like `keys create`; empty at the top. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly { readonly name: string; readonly description: string }[];
}

export const placesOf = (command: CommandUnknownOpts, path = ''): readonly Place[] => [
  {
    path,
    commands: command.commands.map((child) => ({ name: child.name(), description: child.description() })),
    options: [
      ...command.options.map(({ long, flags, description }) => ({ name: long ?? flags, description })),
      { name: '--help', description: 'how it is used' },
    ],
  },
  ...command.commands.flatMap((child) => placesOf(child, `${path} ${child.name()}`.trim())),
];
