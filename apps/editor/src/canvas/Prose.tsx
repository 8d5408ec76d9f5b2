import { Fragment, type ReactNode } from 'react';
import styles from './Prose.module.css';

/** The small part of Markdown that notes need: headings, lists, paragraphs, **bold**, *italic*, `code`. Never HTML. */
export function Prose({ text }: { readonly text: string }) {
  const blocks = text.trim().split(/\n{2,}/);
  return <div className={styles.prose}>{blocks.map((block, index) => <Fragment key={index}>{blockOf(block)}</Fragment>)}</div>;
}

function blockOf(block: string): ReactNode {
  const heading = /^(#{1,4})\s+(.+)$/.exec(block.split('\n')[0] ?? '');
  if (heading) {
    const rest = block.split('\n').slice(1).join('\n');
    return <><strong className={styles.heading}>{inline(heading[2] ?? '')}</strong>{rest !== '' && blockOf(rest)}</>;
  }
  const lines = block.split('\n');
  if (lines.every((line) => /^\s*([-*]|\d+\.)\s+/.test(line))) {
    return <ul>{lines.map((line, index) => <li key={index}>{inline(line.replace(/^\s*([-*]|\d+\.)\s+/, ''))}</li>)}</ul>;
  }
  return <p>{inline(block)}</p>;
}

function inline(text: string): ReactNode {
  return text.split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`)/).map((part, index) => {
    if (part.startsWith('**') && part.length > 4) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`') && part.length > 2) return <code key={index}>{part.slice(1, -1)}</code>;
    if (part.startsWith('*') && part.length > 2) return <em key={index}>{part.slice(1, -1)}</em>;
    return part;
  });
}
