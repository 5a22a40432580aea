/** Packscope's version, as package.json has it (a test holds the two together): files say which one wrote them. */
export const VERSION = '0.1.0'
