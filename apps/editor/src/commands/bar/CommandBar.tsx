import { useMemo } from 'react';
import { t } from '../../i18n/i18n.ts';
import { useCommandBar, type Offer } from '../command-bar-store.ts';
import type { Choice } from './choice.ts';
import { commandChoices, nodeChoices, typeChoices, workflowChoices } from './choices.ts';
import { Picker } from './Picker.tsx';

/** Everything that can be done, found by a few letters. */
export default function CommandBar({ offer }: { readonly offer: Offer }) {
  const choices = useMemo(() => choicesOf(offer), [offer]);
  return <Picker name={names(offer)} placeholder={placeholders(offer)} choices={choices} onClose={() => useCommandBar.setState({ offer: undefined })} />;
}

function choicesOf(offer: Offer): readonly Choice[] {
  switch (offer) {
    case 'all':
      return [...commandChoices(), ...nodeChoices(), ...typeChoices(), ...workflowChoices()];
    case 'add':
      return typeChoices();
    default:
      return offer satisfies never;
  }
}

function names(offer: Offer): string {
  return offer === 'all' ? t('Commands') : t('Add a node');
}

function placeholders(offer: Offer): string {
  return offer === 'all' ? t('A command, a node, or a workflow') : t('Search nodes');
}
