import { Button, Modal, TextInput } from '@mantine/core';
import type { Template, Workflow } from '@millrace/workflow';
import { useState, type ReactNode } from 'react';
import { api } from '../api/api.ts';
import { useImmutable } from '../api/immutable.ts';
import { useCatalog } from '../document/catalog-store.ts';
import { blank } from '../document/workflow-store.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { EmptyState } from '../shell/EmptyState.tsx';
import { newWorkflow, tell } from '../shell/session.ts';
import { closeGallery, useGallery } from './gallery-store.ts';
import { searchTemplates } from './search-templates.ts';
import styles from './Templates.module.css';
import { WorkflowSketch } from './WorkflowSketch.tsx';

/** Where a new workflow begins: empty, or from one of the templates. */
export default function TemplateGallery() {
  const [query, setQuery] = useState(() => useGallery.getState().query);
  const found = useImmutable('templates', api.templates);
  const byType = useCatalog((state) => state.byType);
  const wordsOf = ({ document }: Template) => [t(document.name), describe(document), ...document.nodes.map(({ type }) => t(byType.get(type)?.title ?? type))].join(' ');
  const shown = found.state === 'ready' ? searchTemplates(found.value, query, wordsOf) : [];
  return (
    <Modal opened onClose={closeGallery} size={980} title={t('New workflow')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <TextInput
        size="sm" data-autofocus aria-label={t('Search templates')} placeholder={t('Search templates')} leftSection={<Icon name="search" size={14} />}
        value={query} onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.state === 'failed' && <p role="alert" className={styles.trouble}>{found.message}</p>}
      <ul className={styles.cards} aria-busy={found.state === 'loading'}>
        {query.trim() === '' && (
          <Card id="empty" title={t('Empty workflow')} text={t('A blank canvas: drag nodes onto it and wire them.')} document={blank}>
            <span className={styles.blank}><Icon name="plus" size={28} /></span>
          </Card>
        )}
        {shown.map(({ id, document }) => (
          <Card key={id} id={id} title={t(document.name)} text={describe(document)} document={document}><WorkflowSketch document={document} /></Card>
        ))}
      </ul>
      {found.state === 'ready' && shown.length === 0 && (
        <EmptyState icon="search" title={t('No template is like that')} text={t('Search for what goes in or comes out, such as table, text or evaluate.')}>
          <Button variant="default" size="xs" onClick={() => setQuery('')}>{t('Show all templates')}</Button>
        </EmptyState>
      )}
    </Modal>
  );
}

function describe({ description }: Workflow): string {
  return description === undefined ? '' : t(description);
}

interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly document: Workflow;
  readonly children: ReactNode;
}

function Card({ id, title, text, document, children }: CardProps) {
  const count = document.nodes.length;
  return (
    <li>
      <button type="button" className={styles.card} data-testid={`template-${id}`} onClick={() => begin(document, title, text)}>
        {children}
        <strong>{title}</strong>
        <span className={styles.about}>{text}</span>
        {count > 0 && <span className={`${styles.count} numbers`}>{t(count === 1 ? '1 node' : '{{count}} nodes', { count })}</span>}
      </button>
    </li>
  );
}

/** Starts a workflow of its own from a template, with its words in the language that is shown. */
function begin(document: Workflow, name: string, description: string): void {
  closeGallery();
  const start = document === blank ? blank : { ...document, name, ...(description === '' ? {} : { description }) };
  void newWorkflow(start).catch(tell(t('A new workflow could not be started')));
}
