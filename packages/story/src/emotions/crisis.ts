/** The type of the event that raises an alert. Only an emotional state makes one. */
export const CRISIS = 'crisis';
