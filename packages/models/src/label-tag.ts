/** `TherapeuticGoal` is `therapeuticGoal` in a tag. */
export const tagName = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

/** The tag of what depends on which shared nodes of a label there are, or on any of them. */
export const labelTag = (label: string): string => `${tagName(label)}@*`;
