/**
 * The door to the SDK of the Model Context Protocol. It is installed by whoever lets an agent use llmcost, and
 * loaded only for that: it would be the largest part of the command's own code.
 */
import { systemCode, UsageError } from '../../../core/errors.ts';

export type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

const PACKAGE = '@modelcontextprotocol/sdk';

/** @throws UsageError where the package is not installed. */
export async function loadSdk() {
  try {
    const [{ Server }, { StdioServerTransport }, { CallToolRequestSchema, ListToolsRequestSchema }] =
      await Promise.all([
        import('@modelcontextprotocol/sdk/server/index.js'),
        import('@modelcontextprotocol/sdk/server/stdio.js'),
        import('@modelcontextprotocol/sdk/types.js'),
      ]);
    return { Server, StdioServerTransport, CallToolRequestSchema, ListToolsRequestSchema };
  } catch (error) {
    if (!/MODULE_NOT_FOUND/.test(systemCode(error) ?? '')) throw error;
    throw new UsageError(
      `llmcost mcp needs the package ${PACKAGE}, which is not installed.`,
      `Install it beside llmcost: npm install ${PACKAGE} (with -g where llmcost is installed with -g).`,
      { cause: error },
    );
  }
}
