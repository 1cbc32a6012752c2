/** All who ask are given the same object. Bytes cannot be frozen, nor what a Map or Set holds be kept from `set`. */
export const deepFreeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || value instanceof Uint8Array)
    return;
  Object.freeze(value);
  if (value instanceof Map) {
    for (const [key, item] of value) {
      deepFreeze(key);
      deepFreeze(item);
    }
  } else if (value instanceof Set) for (const item of value) deepFreeze(item);
  else for (const part of Object.values(value)) deepFreeze(part);
};
