import { readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'oxc-parser';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import { type X }` is not: its empty import still runs the module. */
  readonly typeOnly: boolean;
}

export function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`);

  const found: Import[] = [];
  const add = (start: number, specifier: string, typeOnly: boolean) => {
    found.push({ specifier, typeOnly, line: text.slice(0, start).split('\n').length });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.start, node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.start, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.start, node.source.value, node.exportKind === 'type');
    },
    ImportExpression: (node) => {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.start, node.source.value, false);
    },
    TSImportType: (node) => add(node.start, node.source.value, true),
  }).visit(program);
  return found;
}
