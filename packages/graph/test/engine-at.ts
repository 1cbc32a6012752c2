import { openEmbedded } from '../src/engine/embedded/engine.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openNeo4j } from '../src/engine/neo4j/open-neo4j.ts';
import { neo4jOptions } from './neo4j-options.ts';

/** The engine that the arguments of a process name: a folder, or the address of Neo4j and its password. */
export const engineAt = ([place = '', password]: readonly string[]): Engine =>
  password === undefined
    ? openEmbedded({ folder: place })
    : openNeo4j({ ...neo4jOptions(password), url: place });
