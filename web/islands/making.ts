import { saveAsTyped } from './making/autosave.ts'
import { completePeople } from './making/complete-people.ts'
import { dragIntoOrder } from './making/drag-order.ts'
import { refreshParts } from './making/refresh.ts'
import { receiveFiles } from './making/upload-files.ts'

/** The pages on which a document is made. Everything works without this. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-chooser]')) {
  receiveFiles(form, refreshParts)
}
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autosave]')) saveAsTyped(form)

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-people]')) completePeople(form)

/** The list is another one after each refreshing. */
function listenToOrder(): void {
  const list = document.querySelector<HTMLElement>('[data-order]')
  if (list !== null) dragIntoOrder(list, refreshParts)
}

document.addEventListener('parts-refreshed', listenToOrder)
listenToOrder()
