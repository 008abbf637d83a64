/** The door to the SDK of the Model Context Protocol: a bundle of its own, loaded by `llmcost mcp` alone. */
export { Server } from '@modelcontextprotocol/sdk/server/index.js';
export { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
export { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
export type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
