/** One runnable scenario: an outline gives one for each row of its examples. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly text: string;
  /** The text between triple quotes. */
  readonly body: string | undefined;
  readonly table: readonly (readonly string[])[];
}

interface Draft {
  name: string;
  steps: Step[];
  examples: string[][];
}

const STEP = /^(?:Given|When|Then|And|But) (.*)$/;
const SCENARIO = /^(?:Scenario(?: Outline)?: (.*)|Background:)$/;

/** Reads a feature file: of Gherkin, what the TCK uses. */
export const readFeature = (file: string, text: string): Scenario[] => {
  const drafts: Draft[] = [];
  const lines = text.split('\n');
  let background: Draft | undefined;
  let inExamples = false;
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    const draft = drafts.at(-1);
    const scenario = SCENARIO.exec(line);
    const step = STEP.exec(line)?.[1];
    if (scenario) {
      const [, name] = scenario;
      const next: Draft = { name: `${file} ${name}`, steps: [...(background?.steps ?? [])], examples: [] };
      if (name === undefined) background = next;
      drafts.push(next);
      inExamples = false;
    } else if (!draft || line === '' || line.startsWith('#')) continue;
    else if (line.startsWith('Examples:')) inExamples = true;
    else if (step !== undefined) draft.steps.push({ text: step, body: undefined, table: [] });
    else if (line === '"""') {
      const end = lines.findIndex((one, index) => index > at && one.trim() === '"""');
      setLast(draft, (last) => ({ ...last, body: unindent(lines.slice(at + 1, end)) }));
      at = end;
    } else if (line.startsWith('|')) {
      if (inExamples) draft.examples.push(cells(line));
      else setLast(draft, (last) => ({ ...last, table: [...last.table, cells(line)] }));
    }
  }
  return drafts.filter((draft) => draft !== background).flatMap(expand);
};

const setLast = (draft: Draft, change: (step: Step) => Step): void => {
  const last = draft.steps.pop();
  if (last) draft.steps.push(change(last));
};

const unindent = (lines: readonly string[]): string => {
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join('\n');
};

const cells = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replace(/\\([\\|n])/g, (_, one: string) => (one === 'n' ? '\n' : one)));

const expand = ({ name, steps, examples }: Draft): Scenario[] => {
  const [header, ...rows] = examples;
  if (!header) return [{ name, steps }];
  return rows.map((row) => {
    const fill = (text: string): string =>
      header.reduce((filled, column, index) => filled.replaceAll(`<${column}>`, row[index] ?? ''), text);
    return {
      name: `${name} (${row.join(' | ')})`,
      steps: steps.map(({ text, body, table }) => ({
        text: fill(text),
        body: body === undefined ? undefined : fill(body),
        table: table.map((line) => line.map(fill)),
      })),
    };
  });
};
