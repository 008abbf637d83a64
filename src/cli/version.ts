/** Set by the build from package.json; the sources know no number of their own. */
declare const LLMCOST_VERSION: string | undefined;

export const VERSION: string = typeof LLMCOST_VERSION === 'undefined' ? 'development' : LLMCOST_VERSION;
