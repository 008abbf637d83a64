/** What is the same for every command: told by `llmcost help <topic>`, the man page and the README. */
import { columns, wrapped } from './columns.ts';

/** A row: a name, and what it means. */
export type TopicRow = readonly [name: string, meaning: string];

export interface Topic {
  readonly summary: string;
  /** The heads of the two columns, where it is a table in Markdown. */
  readonly heads: TopicRow;
  /** The section of the man page. */
  readonly section: string;
  readonly rows: readonly TopicRow[];
  /** What stands below the rows. */
  readonly note: string;
}

export const TOPICS = {
  'exit-codes': {
    summary: 'what each exit status means',
    heads: ['exit status', 'meaning, and `error.code` in JSON'],
    section: 'EXIT STATUS',
    rows: [
      ['0', 'answered; warnings are allowed'],
      [
        '1',
        'a bug (INTERNAL), or the answer could not be written (OUTPUT_FAILED); also what `--exit-code` and `sync --check` report',
      ],
      ['2', 'wrong usage or bad input (USAGE)'],
      ['3', 'no such model (MODEL_NOT_FOUND), or an ambiguous one (MODEL_AMBIGUOUS)'],
      [
        '4',
        'a price is missing (PRICE_MISSING), `--strict` refused an assumption (STRICT), a budget is exceeded (BUDGET_EXCEEDED), or `lifecycle --exit-code` found a deprecated model',
      ],
      ['5', 'the map could not be had, and there is no usable copy (MAP_UNAVAILABLE)'],
      ['6', 'the map is broken (MAP_BROKEN)'],
      ['130', 'Ctrl-C'],
    ],
    note: 'With --json an error is {"error":{"code","message","hint"}} on standard output, with the same exit status.',
  },
  environment: {
    summary: 'the environment variables that are read',
    heads: ['variable', 'meaning'],
    section: 'ENVIRONMENT',
    rows: [
      [
        'LLMCOST_MAP_URL',
        'where the map is fetched from: a URL, file:// or a path (else LITELLM_MODEL_COST_MAP_URL)',
      ],
      ['LLMCOST_OFFLINE', '1: open no socket (also LITELLM_LOCAL_MODEL_COST_MAP=True)'],
      ['LLMCOST_CACHE_DIR', 'where maps and compiled code are kept (else llmcost in XDG_CACHE_HOME)'],
      ['LLMCOST_CONFIG_DIR', 'where your settings and reviews are kept (else llmcost in XDG_CONFIG_HOME)'],
      ['LLMCOST_CONFIG', 'this file of settings instead of any other; none for none'],
      ['LLMCOST_SCORES', 'a file of coding scores instead of the one that comes along'],
      ['LLMCOST_IMAGE_TOKENS', 'a file of tokens per image instead of the one that comes along'],
      [
        'LLMCOST_IMAGE_INPUT',
        'a file of tokens of pictures, documents and sound sent in instead of the one that comes along',
      ],
      ['LLMCOST_PAGER, PAGER', 'the pager for long lists on a terminal'],
      ['LLMCOST_DEBUG', '1: say where an error happened'],
      ['CLAUDE_CONFIG_DIR, CODEX_HOME', 'where tally --claude-code and --codex look'],
      [
        'OPENCODE_DATA_DIR, KILO_DATA_DIR, GEMINI_DATA_DIR, QWEN_DATA_DIR, KIMI_DATA_DIR, PI_AGENT_DIR, OPENCLAW_DIR, AMP_DATA_DIR, DROID_SESSIONS_DIR, CODEBUFF_DATA_DIR, GOOSE_PATH_ROOT, HERMES_HOME',
        'where it looks for the sessions of the other agents',
      ],
      ['NO_COLOR, FORCE_COLOR, COLUMNS, TERM', 'as other programs read them'],
      ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'the proxy for a fetch; NODE_EXTRA_CA_CERTS adds certificates'],
      ['NODE_DISABLE_COMPILE_CACHE', '1: keep no compiled code (it is kept on Node 22.8 and newer)'],
    ],
    note: '',
  },
  files: {
    summary: 'the files that are read and kept',
    heads: ['file', 'what it is'],
    section: 'FILES',
    rows: [
      [
        'llmcost.config.json',
        "a project's settings, in the working directory or above; your own: config.json in the config directory",
      ],
      ['llmcost.lock.json', 'the map that a project is fixed to'],
      [
        'llmcost.reviews.json',
        'prices that a person has checked; your own: reviews.json in the config directory',
      ],
      [
        'allowed.json',
        'in the config directory: files of projects that you allowed with `llmcost config allow`, by path and content',
      ],
      [
        'cache directory',
        'maps as they were published, their history, and compiled code; `llmcost cache` says where, `cache clear` empties it',
      ],
    ],
    note: 'A file of a project counts where it is a regular file of at most 1 MB, no link, and belongs to you or to root; one that does not is used once you allow it with llmcost config allow, and so is the address of a lock other than your own. A cache counts where nobody else can write to it.',
  },
  agents: {
    summary: 'how to add llmcost mcp to an agent',
    heads: ['agent', 'how to add it'],
    section: 'AGENTS',
    rows: [
      ['Claude Code', '`claude mcp add --scope user llmcost -- llmcost mcp`'],
      ['Codex', '`codex mcp add llmcost -- llmcost mcp`'],
      ['Gemini CLI', '`gemini mcp add --scope user llmcost llmcost mcp`'],
      ['VS Code', '`code --add-mcp \'{"name":"llmcost","command":"llmcost","args":["mcp"]}\'`'],
      [
        'Cursor, Claude Desktop',
        '`{"mcpServers":{"llmcost":{"command":"llmcost","args":["mcp"]}}}` in ~/.cursor/mcp.json, or in claude_desktop_config.json (Settings, Developer, Edit Config)',
      ],
    ],
    note: 'With --logs <directory> after mcp it may also tally the logs below that directory.',
  },
} as const satisfies Readonly<Record<string, Topic>>;

export type TopicName = keyof typeof TOPICS;

export const TOPIC_NAMES: readonly TopicName[] = ['exit-codes', 'environment', 'files', 'agents'];

export function isTopic(name: string): name is TopicName {
  return Object.hasOwn(TOPICS, name);
}

/** The help of a topic, as text of at most 80 columns. */
export function topicHelp(name: TopicName): string {
  const { summary, rows, note }: Topic = TOPICS[name];
  const title = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  const lines = [title, '', ...columns(rows.map(([key, meaning]) => [key, meaning.replaceAll('`', '')]))];
  return `${[...lines, ...(note === '' ? [] : ['', ...wrapped(note)])].join('\n')}\n`;
}

/** A topic as a table in Markdown. */
export function topicTable(name: TopicName): string {
  const { heads, rows }: Topic = TOPICS[name];
  const code = (names: string): string =>
    names
      .split(', ')
      .map((each) => `\`${each}\``)
      .join(', ');
  const lines = rows.map(([key, meaning]) => `| ${code(key)} | ${meaning} |`);
  return [`| ${heads.join(' | ')} |`, '| --- | --- |', ...lines].join('\n');
}
