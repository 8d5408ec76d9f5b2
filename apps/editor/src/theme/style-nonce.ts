import { setNonce } from 'get-nonce';

/** What the page's content security policy asks of style elements that are made while the page runs; empty where the page has none. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

setNonce(styleNonce()); // Mantine's dialogs lock the page's scrolling with a style element
