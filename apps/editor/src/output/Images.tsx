import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { t } from '../i18n/i18n.ts';
import styles from './Values.module.css';

const page = 24;
const imageName = /\.(png|jpe?g|gif|webp)$/i;

/** The images among the files of a folder, a page at a time; or the artifact itself (no paths), if it is one. */
export function Images({ hash, paths }: { readonly hash: string; readonly paths: readonly string[] | undefined }) {
  const [shown, setShown] = useState(page);
  const images = paths === undefined ? [undefined] : paths.filter((path) => imageName.test(path));
  if (images.length === 0) return null;
  return (
    <div className={styles.images} data-testid="output-images">
      {images.slice(0, shown).map((path) => <Image key={path ?? ''} address={api.imageAddress(hash, path)} name={path} />)}
      {images.length > shown && <Button size="compact-xs" variant="default" onClick={() => setShown(shown + page)}>{t('Show {{count}} more', { count: Math.min(page, images.length - shown) })}</Button>}
    </div>
  );
}

/** Nothing where the server says that it is no image. */
function Image({ address, name }: { readonly address: string; readonly name: string | undefined }) {
  const [failed, setFailed] = useState(false);
  if (failed) return null;
  return (
    <figure>
      <a href={address} target="_blank" rel="noreferrer"><img src={address} alt={name ?? t('Image')} loading="lazy" onError={() => setFailed(true)} /></a>
      {name !== undefined && <figcaption className="cut" title={name}>{name}</figcaption>}
    </figure>
  );
}
