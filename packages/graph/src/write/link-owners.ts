import type { NodeDefinition } from '@graphkeep/models';
import type { Change } from '../journal/record.ts';
import type { Owner } from '../statements/scope.ts';
import type { LinkKind } from '../statements/write/relate.ts';
import { ownerOf } from './tell-journal.ts';

/** Whose the nodes at the ends of links are: the one owner's who asks, else as the store told. */
export class LinkOwners {
  readonly #kind: LinkKind;
  readonly #asks: Owner;
  readonly #told = new Map<string, readonly unknown[]>();

  constructor(kind: LinkKind, { owner }: { readonly owner: Owner }) {
    this.#kind = kind;
    this.#asks = owner;
  }

  /** The column `owners` of a statement: `[from, to, owner of from, owner of to]` of each pair. */
  add(rows: unknown): void {
    if (!Array.isArray(rows)) return;
    for (const row of rows)
      if (Array.isArray(row)) this.#told.set(JSON.stringify(row.slice(0, 2)), row.slice(2));
  }

  change(kind: 'related' | 'unrelated', from: string, to: string): Omit<Change, 'label'> {
    const { from: start, concrete, name } = this.#kind;
    const told = this.#told.get(JSON.stringify([from, to])) ?? [];
    const of = (definition: NodeDefinition, owner: unknown) => ownerOf(definition, this.#asks ?? owner);
    return {
      key: from,
      kind,
      ...of(start, told[0]),
      other: { label: concrete.label, key: to, relationship: name, ...of(concrete, told[1]) },
    };
  }
}
