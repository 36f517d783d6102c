/** What the models ask Node for, in a browser. */
export const isIPv4 = (text: string): boolean => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
};

export const isIPv6 = (text: string): boolean => text.includes(':') && URL.canParse(`http://[${text}]`);

export const isIP = (text: string): number => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0);
