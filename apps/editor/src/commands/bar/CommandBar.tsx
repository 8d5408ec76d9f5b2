import { useMemo } from 'react';
import { later, t } from '../../i18n/i18n.ts';
import { useCommandBar, type Offer } from '../command-bar-store.ts';
import { matching, matchingFirst, type Choice } from './choice.ts';
import { commandChoices, nodeChoices, placeChoices, typeChoices, wireChoices, workflowChoices } from './choices.ts';
import { Picker } from './Picker.tsx';

const words: Readonly<Record<Offer, readonly [name: string, placeholder: string]>> = {
  all: [later('Commands'), later('A command, a node, or a workflow')],
  add: [later('Add a node'), later('Search nodes')],
  find: [later('Find in this workflow'), later('A name, a type, a value, or words of a note')],
  connect: [later('Connect'), later('A node or a port')],
};

/** Everything that can be done, found by a few letters. */
export default function CommandBar({ offer }: { readonly offer: Offer }) {
  const find = useMemo(() => findFor(offer), [offer]);
  const [name, placeholder] = words[offer];
  return <Picker name={t(name)} placeholder={t(placeholder)} find={find} onClose={() => useCommandBar.setState({ offer: undefined })} />;
}

function findFor(offer: Offer): (query: string) => readonly Choice[] {
  switch (offer) {
    case 'all': {
      const choices = [...commandChoices(), ...nodeChoices(), ...typeChoices(), ...workflowChoices()];
      return (query) => matching(choices, query);
    }
    case 'add': {
      const choices = typeChoices();
      return (query) => matching(choices, query);
    }
    case 'find':
      return placeChoices;
    case 'connect': {
      const choices = wireChoices();
      return (query) => matchingFirst(choices, query);
    }
    default:
      return offer satisfies never;
  }
}
