import type { JsonObject } from '../../core/json.ts';
import type { Detail } from '../media/rules.ts';

/** A request to a model, whatever provider's form it is written in. */
export interface Chat {
  readonly model: string | undefined;
  /** The most that the answer may have: `max_tokens` and its like. */
  readonly maxOutputTokens: number | undefined;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  readonly schema: ResponseSchema | undefined;
  /** What of the request cannot be counted: one sentence each. */
  readonly warnings: readonly string[];
}

export interface Message {
  /** `system`, `developer`, `user`, `assistant`, `tool`; Gemini's `model` is `assistant`. */
  readonly role: string;
  readonly name: string | undefined;
  readonly parts: readonly Part[];
  readonly calls: readonly ToolCall[];
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly source: MediaSource; readonly detail: Detail | undefined }
  | { readonly kind: 'document' | 'audio' | 'video'; readonly source: MediaSource };

/** Where a picture, document, sound or film is. What is behind a URL is never fetched. */
export type MediaSource =
  | { readonly from: 'data'; readonly base64: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'elsewhere'; readonly where: string };

export interface ToolCall {
  readonly name: string;
  /** The arguments as JSON. */
  readonly input: string;
}

/** A function that the model may call. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

/** The form that the answer must have. */
export interface ResponseSchema {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonObject;
}

/** A picture as a request names it: a data URL, an address elsewhere, or a file on this computer. */
export function sourceOf(url: string): MediaSource {
  const data = /^data:[^,]*;base64,/i.exec(url);
  if (data !== null) return { from: 'data', base64: url.slice(data[0].length) };
  const file = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(url)?.[1];
  if (file !== undefined) return { from: 'file', path: decodeURIComponent(file) };
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return { from: 'elsewhere', where: url };
  return { from: 'file', path: url };
}
