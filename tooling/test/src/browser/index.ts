export { noBrowser, type OpenPage, openPage } from './open-page.ts';
export { type ServedFolder, serveFolder } from './serve-folder.ts';
