/** Where coding agents keep their sessions, and which of their files hold usage. */
import { join, resolve } from 'node:path';
import type { Deps } from '../../core/deps.ts';

export const AGENTS = [
  'claude-code',
  'codex',
  'opencode',
  'kilo',
  'gemini-cli',
  'qwen',
  'kimi',
  'pi',
  'openclaw',
  'amp',
  'droid',
  'codebuff',
  'goose',
  'hermes',
] as const;
export type Agent = (typeof AGENTS)[number];

interface Home {
  /** The name of the agent as its makers write it. */
  readonly words: string;
  /** The variable in which users name other places, with commas between several. */
  readonly variable: string;
  /** The usual places, below the home directory. */
  readonly usual: readonly string[];
  /** Directories below such a place that hold sessions. */
  readonly below: readonly string[];
  /** Which files, by their path below that directory, with slashes. */
  readonly file: RegExp;
}

const JSON_LINES = /\.jsonl(\.(gz|zst))?$/;

/** Read off the agents' own sources and their users' directories, in August 2026. */
const HOMES: Readonly<Record<Agent, Home>> = {
  'claude-code': {
    words: 'Claude Code',
    variable: 'CLAUDE_CONFIG_DIR',
    usual: ['.config/claude', '.claude'],
    below: ['projects'],
    file: JSON_LINES,
  },
  codex: {
    words: 'Codex CLI',
    variable: 'CODEX_HOME',
    usual: ['.codex'],
    below: ['sessions', 'archived_sessions'],
    file: JSON_LINES,
  },
  opencode: {
    words: 'OpenCode',
    variable: 'OPENCODE_DATA_DIR',
    usual: ['.local/share/opencode'],
    below: [''],
    file: /^(opencode(-[\w-]+)?\.db|storage\/message\/.*\.json)$/,
  },
  kilo: {
    words: 'Kilo',
    variable: 'KILO_DATA_DIR',
    usual: ['.local/share/kilo'],
    below: [''],
    file: /^(kilo(-[\w-]+)?\.db|storage\/message\/.*\.json)$/,
  },
  'gemini-cli': {
    words: 'Gemini CLI',
    variable: 'GEMINI_DATA_DIR',
    usual: ['.gemini/tmp'],
    below: [''],
    file: /(^|\/)(chats\/[^/]+|session-[^/]+)\.jsonl?$/,
  },
  qwen: {
    words: 'Qwen Code',
    variable: 'QWEN_DATA_DIR',
    usual: ['.qwen'],
    below: ['projects', 'tmp'],
    file: /(^|\/)chats\/[^/]+\.jsonl?$/,
  },
  kimi: {
    words: 'Kimi',
    variable: 'KIMI_DATA_DIR',
    usual: ['.kimi', '.kimi-code'],
    below: ['sessions'],
    file: /(^|\/)wire\.jsonl$/,
  },
  pi: {
    words: 'pi',
    variable: 'PI_AGENT_DIR',
    usual: ['.pi/agent/sessions'],
    below: [''],
    file: JSON_LINES,
  },
  openclaw: {
    words: 'OpenClaw',
    variable: 'OPENCLAW_DIR',
    usual: ['.openclaw', '.clawdbot', '.moltbot', '.moldbot'],
    below: ['agents'],
    file: /(^|\/)(sessions\/[^/]+\.jsonl(\.(deleted|reset)\.[^/]+)?(\.zst)?|openclaw-agent\.sqlite)$/,
  },
  amp: {
    words: 'Amp',
    variable: 'AMP_DATA_DIR',
    usual: ['.local/share/amp'],
    below: ['threads'],
    file: /\.json$/,
  },
  droid: {
    words: 'Droid',
    variable: 'DROID_SESSIONS_DIR',
    usual: ['.factory/sessions'],
    below: [''],
    file: /\.settings\.json$/,
  },
  codebuff: {
    words: 'Codebuff',
    variable: 'CODEBUFF_DATA_DIR',
    usual: ['.config/manicode', '.config/manicode-dev', '.config/manicode-staging'],
    below: ['projects'],
    file: /(^|\/)chat-messages\.json$/,
  },
  goose: {
    words: 'Goose',
    variable: 'GOOSE_PATH_ROOT',
    usual: ['.local/share/goose', '.local/share/Block/goose', 'Library/Application Support/goose'],
    below: ['sessions', 'data/sessions'],
    file: /^sessions\.db$/,
  },
  hermes: {
    words: 'Hermes',
    variable: 'HERMES_HOME',
    usual: ['.hermes'],
    below: [''],
    file: /^state\.db$/,
  },
};

export function agentWords(agent: Agent): string {
  return HOMES[agent].words;
}

/** The directories in which an agent keeps its sessions: those that the user names, else the usual ones. */
export function sessionDirs(agent: Agent, { env, paths, cwd }: Deps): readonly string[] {
  const { variable, usual, below } = HOMES[agent];
  const named = (env[variable] ?? '').split(',').map((dir) => dir.trim());
  const dirs = named.filter((dir) => dir !== '').map((dir) => resolve(cwd, dir));
  const homes = dirs.length > 0 ? dirs : usual.map((dir) => join(paths.homeDir, dir));
  return homes.flatMap((home) => below.map((dir) => join(home, dir)));
}

/** @param path below one of the session directories, with slashes. */
export function isSessionFile(agent: Agent, path: string): boolean {
  return HOMES[agent].file.test(path);
}

/** The agent whose directories a path shows; the lines of some are alike. */
export function agentOfPath(path: string): Agent | undefined {
  const parts = `/${path.replaceAll('\\', '/')}`;
  if (/\/\.(openclaw|clawdbot|moltbot|moldbot)\/|openclaw-agent\.sqlite$/.test(parts)) return 'openclaw';
  if (/\/share\/kilo\/|\/kilo(-[\w-]+)?\.db$/.test(parts)) return 'kilo';
  return /\/\.qwen\//.test(parts) ? 'qwen' : undefined;
}
