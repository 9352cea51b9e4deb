import { openEditor } from './placing/editor.tsx'

/** Placing fields on the pages themselves. The forms beneath work without this. */
const place = document.querySelector<HTMLElement>('#editor')
const forms = document.querySelector<HTMLElement>('.placing-forms')
if (place !== null && forms !== null) openEditor(place, forms)
