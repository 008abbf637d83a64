import { type JsonObject, asList, asObject, field } from '../../core/json.ts';
import { type PlaceOutcome, readReplies, shapeOf } from '../read-place.ts';
import { type LineOutcome, type LineShape, type Place, skipped } from '../shape.ts';

/**
 * What a run of Vercel's AI SDK returns: `usage` is that of its last step, `totalUsage` that of all,
 * and `steps` has each by itself. The run counts once: step by step where the steps are there and add
 * up to the total, else as the total.
 */
export const aiSdkRun: LineShape = {
  addsUp: true,
  recognises: (line) => asObject(field(line, 'totalUsage')) !== undefined || stepsOf(line).length > 0,
  read(line, { sdkRun }): readonly LineOutcome[] {
    const total = placeOf(line, 'totalUsage', [line]);
    // A stream tells each step as it ends, and the total last.
    if (field(line, 'type') === 'finish' && sdkRun.steps > 0) {
      sdkRun.steps = 0;
      return skipped('summary', 'its steps stand in the lines before it');
    }
    const steps = stepsOf(line);
    const read = steps.map((step) => readAt(placeOf(step, 'usage', [step, line])));
    const whole = readAt(total)[0];
    const isComplete =
      whole?.kind !== 'record' ||
      addUp(
        read.flatMap(([main]) => main ?? []),
        whole,
      );
    if (read.some(({ length }) => length > 0) && isComplete) return read.flat();
    if (whole === undefined) return skipped('no usage', 'the run holds no token counts');
    if (whole.kind === 'skipped' || isOneStep(line, whole)) return [whole];
    return [{ kind: 'record', record: { ...whole.record, sumOf: steps.length > 0 ? steps.length : null } }];
  },
};

function stepsOf(line: JsonObject): readonly JsonObject[] {
  return asList(field(line, 'steps')).flatMap((step) => {
    const object = asObject(step);
    return object !== undefined && asObject(field(object, 'usage')) !== undefined ? [object] : [];
  });
}

function placeOf(object: JsonObject, name: string, holders: readonly JsonObject[]): Place | undefined {
  const usage = asObject(field(object, name));
  return usage && { usage, holders, bare: false };
}

function readAt(place: Place | undefined): readonly PlaceOutcome[] {
  const shape = place && shapeOf(place);
  return place === undefined || shape === undefined ? [] : readReplies(place, shape);
}

function addUp(steps: readonly PlaceOutcome[], whole: PlaceOutcome): boolean {
  const sum = (outcomes: readonly PlaceOutcome[]) =>
    outcomes.reduce((total, outcome) => total + (outcome.kind === 'record' ? tokensOf(outcome) : 0), 0);
  return sum(steps) === sum([whole]);
}

/** True where the total is that of the one step that `usage` tells. */
function isOneStep(line: JsonObject, whole: Extract<PlaceOutcome, { kind: 'record' }>): boolean {
  const [last] = readAt(placeOf(line, 'usage', [line]));
  return last?.kind === 'record' && tokensOf(last) === tokensOf(whole);
}

function tokensOf({ record: { usage } }: Extract<PlaceOutcome, { kind: 'record' }>): number {
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}
