/**
 * False where the locale says that the terminal speaks something other than UTF-8. A locale that is
 * not set says nothing: containers have none, and the terminals in front of them speak UTF-8.
 */
export function speaksUtf8(env: Readonly<Record<string, string | undefined>>): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return locale === undefined || /utf-?8/i.test(locale);
}
