import type { Command } from '@commander-js/extra-typings';
import type { Frame } from './frame.ts';

/** Adds one command, or a group of them, to what it is below. */
export type CommandOf = (parent: Command, frame: Frame) => void;
