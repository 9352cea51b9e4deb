/**
 * The box in the head of a list ticks all of its page, and the choice beside the acts agrees with what is ticked: whoever takes
 * one out of a whole page, or of all that match, means those that are ticked. Without this the choice alone says it.
 */
export function chooseAll(): void {
  for (const head of document.querySelectorAll<HTMLInputElement>('input[data-all]')) {
    const form = document.getElementById(head.dataset.all ?? '')
    if (!(form instanceof HTMLFormElement)) continue
    const which = form.querySelector<HTMLSelectElement>('select[name=which]')
    const boxes = [...form.elements].filter(
      (each): each is HTMLInputElement => each instanceof HTMLInputElement && each.type === 'checkbox',
    )
    const show = () => {
      const ticked = boxes.filter(({ checked }) => checked).length
      head.checked = ticked === boxes.length
      head.indeterminate = ticked > 0 && ticked < boxes.length
    }
    const meanTheTicked = () => {
      if (which !== null) which.value = 'ticked'
    }
    const tickAll = (checked: boolean) => {
      for (const box of boxes) box.checked = checked
      show()
    }
    head.hidden = false
    head.addEventListener('change', () => {
      meanTheTicked()
      tickAll(head.checked)
    })
    for (const box of boxes) {
      box.addEventListener('change', () => {
        meanTheTicked()
        show()
      })
    }
    which?.addEventListener('change', () => {
      if (which.value !== 'ticked') tickAll(true)
    })
    // Back from the page cache, or from a browser that keeps what was ticked.
    window.addEventListener('pageshow', show)
    show()
  }
}
