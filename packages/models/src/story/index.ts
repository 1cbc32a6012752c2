import { defineGraph } from '../define-graph.ts';
import { Character } from './character.ts';
import { Player } from './player.ts';

export { Character, Player };

const nodes = defineGraph(Player, Character);
type Nodes = typeof nodes;
/** A name of its own keeps the graph's whole type out of every declaration that mentions it. */
export interface StoryGraph extends Nodes {}
/** Players and their characters. */
export const storyGraph: StoryGraph = nodes;
