import { ActionIcon, Button, Menu } from '@mantine/core';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { useForm } from './form-context.ts';
import type { FieldType, Json } from './form-fields.ts';
import { asList, initialValue, initialValues, moved } from './form-values.ts';
import type { Frame } from './frame.ts';
import styles from './Inspector.module.css';

interface ListFieldProps {
  readonly frame: Frame;
  readonly item: FieldType;
  readonly path: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

/** A list of objects: each on a card of its own, in an order that matters. */
export function ListField({ frame, item, path, value, onChange }: ListFieldProps) {
  const { renderField } = useForm();
  const items = asList(value);
  return (
    <fieldset className={styles.list}>
      <legend>{frame.label}</legend>
      {frame.description && <p className={styles.hint}>{frame.description}</p>}
      {frame.error && <p className={styles.error}>{frame.error}</p>}
      {items.map((entry, index) => (
        <div key={index} className={styles.card} role="group" aria-label={`${frame.label}, ${index + 1}`}>
          <div className={styles.cardTools}>
            <span className="quiet numbers">{index + 1}</span>
            <span className={styles.spring} />
            <ItemButton name={t('Move up')} icon="chevron" turned disabled={index === 0} onClick={() => onChange(moved(items, index, index - 1))} />
            <ItemButton name={t('Move down')} icon="chevron" disabled={index === items.length - 1} onClick={() => onChange(moved(items, index, index + 1))} />
            <ItemButton name={t('Remove')} icon="trash" onClick={() => onChange(items.filter((_, other) => other !== index))} />
          </div>
          {renderField({
            field: { name: String(index), title: item.kind === 'variants' || item.kind === 'group' ? '' : `${frame.label} ${index + 1}`, required: true, type: item },
            path: `${path}.${index}`,
            value: entry,
            onChange: (next) => onChange(items.map((old, other) => (other === index ? next ?? initialValue(item) : old))),
          })}
        </div>
      ))}
      <AddButton item={item} onAdd={(added) => onChange([...items, added])} />
    </fieldset>
  );
}

function AddButton({ item, onAdd }: { readonly item: FieldType; readonly onAdd: (value: Json) => void }) {
  const plus = <Icon name="plus" size={13} />;
  if (item.kind !== 'variants') return <Button size="compact-xs" variant="default" leftSection={plus} onClick={() => onAdd(initialValue(item))}>{t('Add')}</Button>;
  return (
    <Menu position="bottom-start" shadow="md">
      <Menu.Target><Button size="compact-xs" variant="default" leftSection={plus}>{t('Add')}</Button></Menu.Target>
      <Menu.Dropdown>
        {item.variants.map(({ value, title, fields }) => (
          <Menu.Item key={value} onClick={() => onAdd({ [item.tag]: value, ...initialValues(fields) })}>{t(title)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ItemButtonProps {
  readonly name: string;
  readonly icon: 'chevron' | 'trash';
  readonly turned?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function ItemButton({ name, icon, turned = false, disabled = false, onClick }: ItemButtonProps) {
  return (
    <ActionIcon size={20} variant="subtle" color="gray" aria-label={name} title={name} disabled={disabled} onClick={onClick} style={turned ? { transform: 'rotate(180deg)' } : undefined}>
      <Icon name={icon} size={13} />
    </ActionIcon>
  );
}
