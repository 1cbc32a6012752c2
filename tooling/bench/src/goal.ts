/** What a figure should be. A goal that is missed is reported; it does not fail the run. */
export interface Goal {
  readonly text: string;
  met(figure: number): boolean;
}

export const atLeast = (bound: number): Goal => ({ text: `≥ ${bound}`, met: (figure) => figure >= bound });
export const above = (bound: number): Goal => ({ text: `> ${bound}`, met: (figure) => figure > bound });
export const atMost = (bound: number): Goal => ({ text: `≤ ${bound}`, met: (figure) => figure <= bound });
export const below = (bound: number): Goal => ({ text: `< ${bound}`, met: (figure) => figure < bound });
