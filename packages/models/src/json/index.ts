export { type FromJsonOptions, fromJson } from './from-json.ts';
export { type JsonDocument, type JsonOptions, type JsonUpgrade, toJson } from './to-json.ts';
