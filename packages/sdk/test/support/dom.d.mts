export function useDocument(): void;
