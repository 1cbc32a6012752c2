import { openGraph } from '../src/index.ts';
import { heroGraph, Hero, Place } from '../test/write/hero-graph.ts';
import { newId } from '@graphkeep/contract';
