import { array, assert, constantFrom, nat, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agree, bothWays } from './both-ways.ts';
import { edited } from './edits.ts';
import { otlpDocument } from './otlp-documents.ts';
import { spanLine } from './span-lines.ts';

describe('spans', () => {
  it('are told to the tree, and read, as by JSON.parse and the recogniser', () => {
    const both = bothWays();
    let fast = 0;
    assert(
      property(array(spanLine, { minLength: 1, maxLength: 20 }), (lines) => {
        // Each twice, so that the second is read as one of a known kind.
        const log = [...lines, ...lines.toReversed()];
        fast += agree(both, log.map((one) => JSON.stringify(one)).join('\n'));
      }),
      { numRuns: 1000 },
    );
    expect(fast).toBeGreaterThan(1000);
  });
});

describe('documents of OTLP', () => {
  it('are read span by span as by JSON.parse and the recogniser', () => {
    const both = bothWays();
    let fast = 0;
    assert(
      property(array(otlpDocument, { minLength: 1, maxLength: 4 }), nat(6), (documents, spaces) => {
        const log = [...documents, ...documents.toReversed()].map((one) => {
          const text = JSON.stringify(one);
          return spaces === 1 ? text.replaceAll('":', '" : ').replaceAll(',"', ' , "') : text;
        });
        fast += agree(both, log.join('\n'));
      }),
      { numRuns: 500 },
    );
    expect(fast).toBeGreaterThan(500);
  });

  it('come to the same with bytes cut, changed, doubled and put in', () => {
    const both = bothWays();
    const byte = oneof(nat(255), constantFrom(...Buffer.from('{}[]",:\\ 0129.eE-tfn\t\r\u0000\u00e9')));
    const edit = tuple(nat(), nat(3), byte);
    assert(
      property(otlpDocument, array(edit, { minLength: 1, maxLength: 3 }), (one, edits) => {
        const text = Buffer.from(JSON.stringify(one));
        agree(both, Buffer.concat([text, Buffer.from('\n'), edits.reduce(edited, text)]));
      }),
      { numRuns: 1000 },
    );
  });
});
