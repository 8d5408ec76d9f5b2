import { ActionIcon, Menu } from '@mantine/core';
import { chooseLanguage, languages, t, useLanguage, type Language } from '../i18n/i18n.ts';
import { Icon } from '../icons/Icon.tsx';
import { tell } from './session.ts';

/** Chooses the language of the page, for this browser. */
export function LanguageMenu() {
  const shown = useLanguage((state) => state.language);
  const choose = (language: Language) => void chooseLanguage(language).catch(tell(t('The language could not be loaded')));
  return (
    <Menu position="right-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('Language')} title={t('Language')} data-testid="language"><Icon name="language" size={18} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(languages) as Language[]).map((language) => ( // the keys of a constant
          <Menu.Item
            key={language} lang={language} role="menuitemradio" aria-checked={language === shown} data-testid={`language-${language}`}
            leftSection={<span style={{ display: 'flex', width: 14 }}>{language === shown && <Icon name="check" size={14} />}</span>}
            onClick={() => choose(language)}
          >
            {languages[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
