/** Thrown when what was asked for has been printed already: the help of a command. */
export class Printed extends Error {}
