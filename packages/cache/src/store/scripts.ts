import { script } from '../redis/script.ts';

/**
 * An entry of the log has a field for each thing that was changed: its name is one of these letters and the name of the process
 * that did it, its value a key; after that of an epoch comes its state.
 */
export const LOG_KEY = 'k';
export const LOG_EPOCH = 'e';
export const LOG_STATE = 's';
export const LOG_LENGTH = 10_000;

const XADD = (rest: string): string => `redis.call('XADD', log, 'MAXLEN', '~', ${LOG_LENGTH}, '*', ${rest})`;
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** A write that its caller has given up must not be done later, over what others have written since. */
const unlessLate = (deadline: string): string => `${NOW}
if now > tonumber(${deadline}) then return 0 end`;

/** One entry and its line in the log. KEYS: entry, log. ARGV: entry, life, deadline by the server's clock, field. */
export const writeOne = script(`${unlessLate('ARGV[3]')}
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local log = KEYS[2]
${XADD(`ARGV[4], KEYS[1]`)}
return 1`);

/** The same where the log is on another node of a cluster. KEYS: entry. */
export const writeAlone = script(`${unlessLate('ARGV[3]')}
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`);

/**
 * Many entries and one line. KEYS: entries, log, names of values. ARGV: deadline, field, number of entries, then entry and life
 * of each; an empty entry stands for the next of the values, which takes its place.
 */
export const writeMany = script(`${NOW}
local count = tonumber(ARGV[3])
local value = count + 1
if now > tonumber(ARGV[1]) then
  for i = value + 1, #KEYS do redis.call('UNLINK', KEYS[i]) end
  return 0
end
local line = {}
for i = 1, count do
  local entry, life = ARGV[2 * i + 2], ARGV[2 * i + 3]
  if entry == '' then
    value = value + 1
    redis.call('RENAME', KEYS[value], KEYS[i])
    redis.call('PEXPIRE', KEYS[i], life)
  else
    redis.call('SET', KEYS[i], entry, 'PX', life)
  end
  line[2 * i - 1] = ARGV[2]
  line[2 * i] = KEYS[i]
end
local log = KEYS[count + 1]
${XADD('unpack(line)')}
return 1`);

/**
 * Keeps loaded values, each unless its key was written or deleted since the load saw it. KEYS: entries, names of values. ARGV:
 * number of entries, then for each what was seen, entry (empty for the next of the values), life, and the time of the server
 * after which the tombstone of a delete may be gone: a command that lay in a socket while the server was frozen must not be
 * obeyed then. A key of another kind than ours gives way.
 */
export const fill = script(`${NOW}
local count = tonumber(ARGV[1])
local value = count
local outcomes = {}
for i = 1, count do
  local key = KEYS[i]
  local at = 4 * i - 2
  local entry, life = ARGV[at + 1], ARGV[at + 2]
  local head = redis.pcall('GETRANGE', key, 0, 11)
  if type(head) == 'table' then
    redis.call('UNLINK', key)
    head = ''
  end
  if entry == '' then value = value + 1 end
  if now > tonumber(ARGV[at + 3]) then
    outcomes[i] = 2
  elseif head ~= ARGV[at] then
    outcomes[i] = 0
  elseif entry == '' then
    redis.call('RENAME', KEYS[value], key)
    redis.call('PEXPIRE', key, life)
    outcomes[i] = 1
  else
    redis.call('SET', key, entry, 'PX', life)
    outcomes[i] = 1
  end
  if entry == '' and outcomes[i] ~= 1 then redis.call('UNLINK', KEYS[value]) end
end
return outcomes`);

/** Renews the life of an entry that is not over. KEYS: entry. ARGV: what was seen, or nothing for any value; lives; life; now. */
export const renew = script(`
local head = redis.call('GETRANGE', KEYS[1], 0, 11)
if ARGV[1] == '' then
  if string.sub(head, 1, 4) ~= 'GK1v' then return 0 end
elseif head ~= ARGV[1] then return 0 end
local a, b, c, d, e, f = string.byte(redis.call('GETRANGE', KEYS[1], 12, 17), 1, 6)
if not f or ((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f <= tonumber(ARGV[4]) then return 0 end
redis.call('SETRANGE', KEYS[1], 12, ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`);

/** Takes away what could not be read, unless it has been replaced. KEYS: entry. ARGV: what was seen. */
export const unlinkSame = script(`
if redis.call('TYPE', KEYS[1])['ok'] ~= 'string' then return redis.call('UNLINK', KEYS[1]) end
if redis.call('GETRANGE', KEYS[1], 0, 11) ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1])`);

const CHANGE_EPOCH = `
${NOW}
local deleted = ARGV[2]
local bookmark = ARGV[4]
local old = redis.call('GET', KEYS[1])
if old then
  if ARGV[1] == 'expire' then deleted = string.sub(old, 1, 8) end
  if bookmark == '' then bookmark = string.sub(old, 30) end
end
local state = deleted .. ARGV[2] .. string.format('%013.0f', now) .. bookmark
redis.call('SET', KEYS[1], state, 'PX', ARGV[3])`;

/** Ends all that was made under an epoch. KEYS: epoch, log. ARGV: delete or expire, token, life, bookmark, field. */
export const changeEpoch = script(`
${CHANGE_EPOCH}
local log = KEYS[2]
${XADD(`ARGV[5], KEYS[1], '${LOG_STATE}', state`)}
return state`);

/** The same where the log is on another node of a cluster. KEYS: epoch. */
export const changeEpochAlone = script(`
${CHANGE_EPOCH}
return state`);

/**
 * An epoch and how long ago it was changed, by one and the same clock; `new` where there was none. A missing one is made anew, so
 * that what was made under the lost one is dead. KEYS: epoch. ARGV: token, life.
 */
export const readEpoch = script(`
${NOW}
local state = redis.call('GET', KEYS[1])
if not state then
  state = ARGV[1] .. ARGV[1] .. '0000000000000'
  redis.call('SET', KEYS[1], state, 'PX', ARGV[2])
  return { state, 'new' }
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { state, now - tonumber(string.sub(state, 17, 29)) }`);

/** Gives a lease back, unless it is another's by now. KEYS: lease. ARGV: token. */
export const release = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`);
