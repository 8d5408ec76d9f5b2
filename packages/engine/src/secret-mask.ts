// Takes the values of secrets out of what an attempt tells. Both the worker and the server do this, each for itself.
import { shortestMaskedSecret, wordsOf, type Phrase } from '@millrace/workflow';
import type { NodeMessage, NodeResult } from './ports.ts';

const shown = '***';

/** Writes `***` for the values of secrets, and for the forms that they take on the way: in base64, in URLs and in JSON. */
export class SecretMask {
  /** Longest first: a form may hold another. */
  readonly #forms: readonly string[];

  constructor(values: Iterable<string>) {
    const forms = [...values].flatMap(formsOf).filter((form) => form.length >= shortestMaskedSecret);
    this.#forms = [...new Set(forms)].sort((a, b) => b.length - a.length);
  }

  /** The length of the longest form: where a text is cut, a form may lie on both sides of the cut by one less. */
  get longest(): number {
    return this.#forms[0]?.length ?? 0;
  }

  text(text: string): string {
    return this.#forms.reduce((masked, form) => masked.replaceAll(form, shown), text);
  }

  message(message: NodeMessage): NodeMessage {
    switch (message.type) {
      case 'progress': {
        const { message: words } = message.progress;
        return words === undefined ? message : { ...message, progress: { ...message.progress, message: this.text(words) } };
      }
      case 'metrics':
        return { ...message, points: message.points.map((point) => ({ ...point, name: this.text(point.name) })) };
      case 'log':
        return { ...message, lines: message.lines.map((line) => ({ ...line, message: this.text(line.message) })) };
      default:
        return message satisfies never;
    }
  }

  result(result: NodeResult): NodeResult {
    if (result.status !== 'failed') return result;
    const { words, ...failed } = result;
    return {
      ...failed, message: this.text(result.message),
      ...(words === undefined || this.#isIn(words) ? {} : { words }),
      ...(result.stack === undefined ? {} : { stack: this.text(result.stack) }),
    };
  }

  /** Also whether it is put together only where the words are. */
  #isIn(words: Phrase): boolean {
    return [wordsOf(words), JSON.stringify(words)].some((text) => this.text(text) !== text);
  }
}

/** A value of several lines is also looked for line by line: logs are. */
function formsOf(value: string): string[] {
  const lines = value.split(/\r\n|\r|\n/).map((line) => line.trim());
  return [...new Set([value, value.trim(), ...lines])].flatMap((text) => [...inJson(text), ...inUrls(text), ...inBase64(text)]);
}

function inJson(text: string): string[] {
  const once = JSON.stringify(text).slice(1, -1);
  const ascii = once.replace(/[^\x00-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [text, once, ascii, JSON.stringify(once).slice(1, -1)]; // and JSON in a text in JSON
}

function inUrls(text: string): string[] {
  const usual = encodeURIComponent(text);
  const strict = usual.replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const encoded = [usual, strict, encodeURI(text), strict.replaceAll('%20', '+').replaceAll('%2A', '*')];
  return encoded.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

/** Each byte of base64 stands at one of three places in its group, as in `user:password`; what depends on the neighbours is left out. */
function inBase64(text: string): string[] {
  const bytes = utf8(text);
  return [0, 1, 2].flatMap((before) => {
    const first = Math.ceil((before * 8) / 6);
    const own = base64([...Array.from({ length: before }, () => 0), ...bytes]).slice(first);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function utf8(text: string): number[] {
  return [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^]/g)].map(([character, code]) => (code === undefined ? character.charCodeAt(0) : Number.parseInt(code, 16)));
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** As far as the bytes decide it: without the last character when it holds fewer than six bits. */
function base64(bytes: readonly number[]): string {
  let text = '';
  for (let bit = 0; bit + 6 <= bytes.length * 8; bit += 6) {
    const at = bit >> 3;
    text += alphabet[((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)) >> (10 - (bit & 7))) & 63];
  }
  return text;
}
