import type { JSX } from 'preact'

export type Section =
  | 'home'
  | 'documents'
  | 'templates'
  | 'due'
  | 'members'
  | 'departments'
  | 'clients'
  | 'webhooks'
  | 'settings'
  | 'history'

const lines: Record<Section, string> = {
  home: 'M3 9.4L10 3.4l7 6M5 8v8.8h10V8M8.4 16.8v-4.6h3.2v4.6',
  due: 'M3.4 5h13.2v11.8H3.4zM3.4 8.6h13.2M7 3v3.4M13 3v3.4M7 12h2.4M11 12h2.4',
  documents: 'M5 2.8h6.2L15 6.6v10.6H5zM11 3v4h4M7.6 10.4h4.8M7.6 13.4h4.8',
  templates: 'M7.4 2.8h6l3.2 3.2v8H7.4zM13 3v3.4h3.4M7.4 6H3.4v11.2h9V14',
  members: 'M10 9.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.8 17c.4-3.4 3-5.2 6.2-5.2s5.8 1.8 6.2 5.2',
  departments: 'M3 3.4h14v5.4H3zM3 11.4h14v5.4H3zM8.4 6.1h3.2M8.4 14.1h3.2',
  clients: 'M9.8 10.2a3.6 3.6 0 1 1-5.1 5.1 3.6 3.6 0 0 1 5.1-5.1zM9.8 10.2L16.6 3.4M13.4 6.6l2.2 2.2',
  webhooks:
    'M10 3.4a3.2 3.2 0 0 1 2.9 4.6L15 12M8 8.9l-2.4 4.2M13.2 16.2a3.2 3.2 0 1 0 1.4-5.8M10 13.4H5.6a3.2 3.2 0 1 1-1.5-2.6',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  history: 'M3.4 10a6.6 6.6 0 1 0 2-4.7L3.4 7.2M3.4 3.4v3.8h3.8M10 6.4V10l2.6 1.8',
}

/** A small line drawing beside the name of a section. */
export function SectionIcon({ section }: { section: Section }): JSX.Element {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path
        d={lines[section]}
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
