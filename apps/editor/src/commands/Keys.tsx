import styles from './Keys.module.css';
import { keycaps, onMac } from './shortcut.ts';

/** A shortcut as its keys. */
export function Keys({ shortcut }: { readonly shortcut: string }) {
  return <span className={styles.keys}>{keycaps(shortcut, onMac()).map((key) => <kbd key={key}>{key}</kbd>)}</span>;
}
