// Compiled and run where the packed SDK is installed with the packages of the server.
import { startTestGraphkeep } from '@graphkeep/sdk/testing';

await using server = await startTestGraphkeep();
const { playerId } = await server.gk.story.players.create({ username: 'ada' });
const ada = server.clientFor({ owner: playerId, scopes: ['story:read'] });
const { username }: { readonly username: string } = await ada.story.players.get({ playerId });
// @ts-expect-error there is no such resource
const wrong = () => ada.story.dragons;
console.log(JSON.stringify([username, typeof wrong]));
