import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnose.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { readBook } from '../helpers/book.ts';
import { HAS_SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';

const book = readBook();

function august(): readonly Finding[] {
  const may = sharedStore('2026-05-24');
  return diagnose(sharedStore('2026-08-06').all(), {
    now: new Date('2026-11-22T12:00:00Z'),
    previous: (key) => may.get(key),
    reviews: (key) => {
      const review = book.reviews.get(key);
      if (review === undefined) return [];
      return [{ kind: 'published', on: review.on, against: review.against, figures: review.figures }];
    },
  });
}

describe.skipIf(!HAS_SHARED_MAPS)('the map of August 2026 (skipped where it is absent)', () => {
  const findings = HAS_SHARED_MAPS ? august() : [];
  const of = (model: string) => findings.filter((finding) => finding.model === model);
  const ruleAt = (model: string, field: string) => of(model).find((finding) => finding.field === field)?.rule;

  it('has the prices of wandb, a hundred thousand times too high', () => {
    const found = findings.filter(({ provider, severity }) => provider === 'wandb' && severity === 'error');
    // 13 models, both sides of each.
    expect(new Set(found.map(({ model }) => model)).size).toBe(13);
    expect(found).toHaveLength(26);
    const [first] = of('wandb/openai/gpt-oss-120b');
    expect(first?.reason).toMatch(
      /^Input \(input_cost_per_token\) is \$15,000\.0000 \/ 1M tokens, 100,000 times more than \$0\.1500/,
    );
    expect(first?.neighbours).toHaveLength(3);
  });

  it.each([
    ['embed-multilingual-light-v3.0', 'input_cost_per_token', 'implausible'],
    ['azure_ai/jais-30b-chat', 'output_cost_per_token', 'implausible'],
    ['gpt-realtime', 'input_cost_per_image', 'implausible'],
    ['gpt-5-nano', 'input_cost_per_token_priority', 'outlier-inside'],
    ['claude-3-haiku-20240307', 'cache_creation_input_token_cost_above_1hr', 'review-differs'],
    ['claude-3-opus-20240229', 'cache_creation_input_token_cost_above_1hr', 'review-differs'],
    ['gpt-4o-mini-tts', 'input_cost_per_token', 'review-differs'],
    ['gpt-realtime-2', 'output_cost_per_token', 'review-differs'],
    ['gemini/gemini-3.1-flash-image-preview', 'output_cost_per_token', 'review-differs'],
    ['mistral/codestral-latest', 'input_cost_per_token', 'review-differs'],
    ['azure/gpt-realtime-2025-08-28', 'cache_read_input_token_cost', 'cached-dearer'],
    ['azure_ai/Llama-4-Maverick-17B-128E-Instruct-FP8', 'output_cost_per_token', 'sides-inverted'],
    ['novita/baai/bge-m3', 'max_output_tokens', 'output-over-window'],
    ['chatgpt-image-latest', 'input_cost_per_image_token', 'review-differs'],
    ['chatgpt-image-latest', 'output_cost_per_image_token', 'review-differs'],
    ['gpt-image-2', 'cache_read_input_image_token_cost', 'review-differs'],
    ['azure/gpt-image-2', 'cache_read_input_image_token_cost', 'lost-field'],
  ])('has at %s %s what %s finds', (model, field, rule) => {
    expect(ruleAt(model, field)).toBe(rule);
  });

  it('lost the cached image rate of 13 models since May', () => {
    const lost = findings.filter(
      ({ rule, field }) =>
        field === 'cache_read_input_image_token_cost' && (rule === 'lost-field' || rule === 'review-differs'),
    );
    expect(lost).toHaveLength(13);
  });

  it('tells unknown from free: no price is one thing, 0 another', () => {
    expect(of('github_copilot/gpt-4.1').map(({ rule }) => rule)).toContain('no-price');
    expect(of('kimi-k2-thinking-251104').map(({ rule }) => rule)).toEqual(['free-among-priced']);
  });

  it('is not called wrong where it is right', () => {
    // Dear, cheap or odd, and published like that.
    for (const model of ['o1-pro', 'azure/gpt-4.5-preview', 'deepseek-v4-pro', 'gpt-4o-mini-audio-preview']) {
      expect(of(model).filter(({ severity }) => severity !== 'info')).toEqual([]);
    }
  });

  it('has few errors among its three thousand models', () => {
    expect(findings.filter(({ severity }) => severity === 'error').length).toBeLessThan(120);
  });
});
