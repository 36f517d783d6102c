/** The place and what was got, without the advice: what a test holds an error or a warning to, so that wording stays cheap. */
export const brief = (text: string): string => text.split(', expected ')[0];
