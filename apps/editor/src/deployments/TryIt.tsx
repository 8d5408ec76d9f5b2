import { Button, Textarea } from '@mantine/core';
import type { PredictResponse } from '@millrace/workflow';
import { useState } from 'react';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { t } from '../i18n/i18n.ts';
import styles from './Deployments.module.css';

type Answer =
  | { readonly state: 'none' | 'asking' }
  | { readonly state: 'answered'; readonly prediction: PredictResponse['predictions'][number]; readonly milliseconds: number }
  | { readonly state: 'failed'; readonly message: string };

/** Type a text, see what the model says. */
export function TryIt({ name }: { readonly name: string }) {
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer>({ state: 'none' });
  const ask = async () => {
    setAnswer({ state: 'asking' });
    const started = performance.now();
    try {
      const { predictions: [prediction] } = await api.predict(name, text);
      if (!prediction) throw new Error(t('The deployment answered without a prediction'));
      setAnswer({ state: 'answered', prediction, milliseconds: performance.now() - started });
    } catch (error) {
      setAnswer({ state: 'failed', message: messageOf(error) });
    }
  };
  return (
    <form
      className={styles.try}
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <Textarea
        size="xs" autosize minRows={2} maxRows={6} aria-label={t('Text for {{name}}', { name })} placeholder={t('Type a text to try it')} data-testid="try-text" value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" disabled={text.trim() === ''} loading={answer.state === 'asking'} data-testid="try-button">{t('Predict')}</Button>
      <div aria-live="polite" data-testid="try-answer">
        {answer.state === 'answered' && <Prediction {...answer} />}
        {answer.state === 'failed' && <p className={styles.trouble}>{answer.message}</p>}
      </div>
    </form>
  );
}

function Prediction({ prediction, milliseconds }: { readonly prediction: PredictResponse['predictions'][number]; readonly milliseconds: number }) {
  const ranked = Object.entries(prediction.probabilities).sort((a, b) => b[1] - a[1]);
  return (
    <>
      <p className={styles.label}><b>{prediction.label}</b><span className="quiet numbers">{Math.round(milliseconds)} ms</span></p>
      {ranked.slice(0, 8).map(([label, probability]) => (
        <div key={label} className={styles.probability}>
          <span className="cut" title={label}>{label}</span>
          <span className={styles.probabilityTrack}><span style={{ width: `${probability * 100}%` }} /></span>
          <span className="numbers">{(probability * 100).toFixed(1)} %</span>
        </div>
      ))}
    </>
  );
}
