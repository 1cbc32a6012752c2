import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';

/** What Fastify itself refuses, before any route of ours runs. */
export const ofFastify = (error: unknown): GraphkeepError => {
  if (isGraphkeepError(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new GraphkeepError('too_large', 'The body is larger than this server takes.', { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new GraphkeepError('wrong_media_type', 'Send JSON, with the content-type application/json.', {
        cause: error,
      });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new GraphkeepError('invalid_input', 'The body is no JSON.', { cause: error });
    default:
      return new GraphkeepError('internal', 'The server failed.', { cause: error });
  }
};
