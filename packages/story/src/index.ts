export { createCharacter } from './create-character.ts';
