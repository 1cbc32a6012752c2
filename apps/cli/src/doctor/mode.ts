/** Whatever the group and all others may do. */
export const OTHERS = 0o077;

export const modeOf = (mode: number): string => (mode & 0o777).toString(8).padStart(3, '0');
