import { type Answered, databaseConnections as answer, databaseConnectionsInput } from '@graphkeep/infra';
import { answerSchema, DatabaseConnections } from '@graphkeep/models/infra';
import { answers } from '../../answers.ts';
import { read } from '../../procedures.ts';
import { infraOf } from '../infra-of.ts';

export const databaseConnections = read('infra')
  .meta({ summary: 'Databases of either kind, and who uses them how.' })
  .input(databaseConnectionsInput)
  .output(answers<Answered<DatabaseConnections>>(answerSchema(DatabaseConnections)))
  .query(({ ctx, input }) => answer(infraOf(ctx.scoped), input));
