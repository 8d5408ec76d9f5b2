import { Wheel } from '../icons/Wheel.tsx';
import styles from './Canvas.module.css';

/** What an empty workflow says. */
export function EmptyCanvas() {
  return (
    <div className={styles.empty}>
      <Wheel size={44} />
      <strong>An empty channel</strong>
      <p>Drag a node from the left onto the canvas, or press <kbd>/</kbd> to search. Wire outputs to inputs, then press Run.</p>
    </div>
  );
}
