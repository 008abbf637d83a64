import { Chalk } from 'chalk';

/** The few styles that the output has. Without colour each of them is the text itself. */
export interface Theme {
  readonly title: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly key: (text: string) => string;
  /** The sum that a table ends in. */
  readonly total: (text: string) => string;
}

/** Styles for a terminal with colours. */
export function colours(): Theme {
  const chalk = new Chalk({ level: 1 });
  return {
    title: chalk.bold,
    heading: chalk.bold.underline,
    dim: chalk.dim,
    good: chalk.green,
    warn: chalk.yellow,
    bad: chalk.red,
    key: chalk.cyan,
    total: chalk.bold.green,
  };
}
