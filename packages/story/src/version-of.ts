/** The version that a caller has seen, as repositories take it. */
export const versionOf = ({ version }: { readonly version?: number }): { readonly version?: number } =>
  version === undefined ? {} : { version };
