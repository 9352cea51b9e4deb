/** The words the server page hands to the island, in the reader's language. */
export type Sentences = {
  page: string
  zoomIn: string
  zoomOut: string
  toolbar: string
  download: string
  loading: string
  slow: string
  failed: string
  pageFailed: string
  asText: string
  /** The rest of it, seen where there is room. */
  asTextMore: string
  asTextLead: string
  asTextPicture: string
  toPaper: string
  /** With `{page}`. */
  pageHeading: string
  /** With `{field}`. */
  fieldOnPaper: string
  saving: string
  saved: string
  unsaved: string
  fill: string
  press: string
  done: string
  cancel: string
  openPdf: string
  sealHint: string
  complete: string
  ready: string
  /** What is missing, by how many fewer one: `missing[0]` speaks of one field. */
  missing: string[]
  kinds: { text: string; checkbox: string; seal: string }
  missingField: string
  /** With `{character}`. */
  unprintable: string
  /** With `{most}`. */
  tooLong: string
  /** With `{character}`. */
  invisible: string
  /** With `{most}`. */
  doesNotFit: string
  /** With `{count}`. */
  roomLeft: string
  /** With `{count}`. */
  roomOver: string
  simplified: string
}

type Attributes = Record<string, string | number | boolean>

/** A DOM element in one expression. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(key, value === true ? '' : String(value))
  }
  node.append(...children)
  return node
}
