import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../../src/cli/commands/site/file-name.ts';
import { HAS_SHARED_MAPS, sharedMap } from '../../../helpers/shared-maps.ts';

describe('the file of a model', () => {
  it('is its key where that is a safe name', () => {
    expect(fileNameOf('gpt-4o')).toBe('gpt-4o.html');
    expect(fileNameOf('claude-3.5_sonnet')).toBe('claude-3.5_sonnet.html');
  });

  it('has the beginning of the SHA-256 of any other key', () => {
    // printf azure/gpt-4o | sha256sum
    expect(fileNameOf('azure/gpt-4o')).toBe('azure-gpt-4o~5a4a113ed310.html');
  });

  it.each([
    ['a/b', 'a-b', 'a:b', 'a b', 'a\\b', 'a//b'],
    ['GPT-4o', 'gpt-4o', 'Gpt-4o'],
    ['../../etc/passwd', '..', '.', '', '/', '.hidden'],
    ['con', 'con.x', 'CON', 'lpt1', 'com9.txt', 'aux'],
    ['</script><img src=x onerror=hit>', 'a?b=c#d', 'a%2fb', 'a"b', "a'b", 'a&b', 'a*b|c'],
    ['模型', '模型2', 'é', 'e\u0301', '\ud800'],
    [`${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`],
  ])('is a file of its own on any file system: %s', (...keys) => {
    const names = keys.map(fileNameOf);
    expect(new Set(names).size).toBe(keys.length);
    for (const name of names) {
      expect(name).toMatch(/^[a-z0-9~][a-z0-9._~-]*\.html$/);
      expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\./);
      expect(name.length).toBeLessThan(110);
    }
  });

  it.skipIf(!HAS_SHARED_MAPS)('is one for each key of a whole map', () => {
    const keys = [...sharedMap('2026-08-06').keys()];
    expect(new Set(keys.map(fileNameOf)).size).toBe(keys.length);
  });
});
