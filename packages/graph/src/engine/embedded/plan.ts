import type { Plan } from '../engine.ts';

/** An operator as the engine prints it: two spaces a level, its name, then what it works on. */
const LINE = /^(?<indent> *)(?<operator>[A-Za-z]+)(?: +(?<detail>.*))?$/;

/** The text of an EXPLAIN as a tree. */
export const explainOf = (text: string): Plan => {
  const roots: Open[] = [];
  const open: Open[] = [];
  for (const line of text.split('\n')) {
    const { indent, operator, detail = '' } = LINE.exec(line)?.groups ?? {};
    if (indent === undefined || operator === undefined) continue;
    const plan: Open = { operator, detail: detail.trim(), children: [] };
    open.length = Math.min(open.length, indent.length / 2);
    (open.at(-1)?.children ?? roots).push(plan);
    open.push(plan);
  }
  return roots[0] ?? { operator: 'Unknown', detail: text, children: [] };
};

interface Open extends Plan {
  readonly children: Open[];
}

interface Profiled {
  readonly operator: string;
  readonly detail: string;
  readonly rows: number;
  readonly selfTimeMs: number;
  readonly children: readonly Profiled[];
}

export const profiledPlan = ({ operator, detail, rows, selfTimeMs, children }: Profiled): Plan => ({
  operator,
  detail,
  rows,
  timeMs: selfTimeMs,
  children: children.map(profiledPlan),
});
