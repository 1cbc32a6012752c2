interface ImportMetaEnv {
  readonly VITE_GRAPHKEEP_URL: string;
  /** Everybody who has the page has it: one with an owner, and with the scopes that the page needs. */
  readonly VITE_GRAPHKEEP_API_KEY: string;
}
