export { connectRedis, type RedisConnection, type RedisConnectionOptions } from './connect-redis.ts';
