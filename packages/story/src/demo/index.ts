export { demoArchive } from './demo-archive.ts';
export type { DemoName } from './draft.ts';
export { type SeedOptions, type SeedProgress, type SeedReport, seedStory } from './seed-story.ts';
