/** Weight of a cluster that names none, as Kuadrant's DNSPolicy has it: everyone who writes records shares it. */
export const DEFAULT_WEIGHT = 120;
