export {
  connectPostgres,
  type PostgresConnection,
  type PostgresConnectionOptions,
} from './connect-postgres.ts';
