import type { Section } from './SectionIcon.tsx'

/** What is pressed behind `g` to go to a section. */
export const sectionKeys: Record<Section, string> = {
  home: 'h',
  documents: 'd',
  templates: 't',
  due: 'e',
  members: 'm',
  departments: 'o',
  clients: 'c',
  webhooks: 'w',
  settings: 's',
  history: 'l',
}
