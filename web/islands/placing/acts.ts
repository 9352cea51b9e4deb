import type { WidgetKind } from '#domain/widget.ts'
import type { PlacedField } from '#web/console/placing/placed-field.ts'
import { say, valuesOf } from './say.ts'
import { applied, copied, neighbourOf, placedAt, repeated, within } from './steps.ts'
import type { Store } from './store.ts'
import type { Offer } from './suggest.ts'

export type Acts = ReturnType<typeof actsOn>

/** What a person does to fields, in one word each; every act says what it did. */
export function actsOn(store: Store) {
  const { given, pages } = store
  const { words } = given
  const spoken = (sentence: string, field: PlacedField) => say(sentence, valuesOf(field, given))

  function update(field: PlacedField, next: PlacedField, sentence: string): void {
    const kept = within(next, pages)
    if (JSON.stringify(kept) !== JSON.stringify(field))
      store.act([{ act: 'update', before: field, field: kept }], { said: spoken(sentence, kept) })
  }

  function add(field: PlacedField): void {
    const said = spoken(words.placed, field)
    store.act([{ act: 'add', field }], { selected: field.id, said })
  }

  /** What the sender's own fields begin with; a recipient's are empty. */
  function textFor(kind: WidgetKind, party: string): string {
    const sender = given.parties.find(({ id }) => id === party)?.sender === true
    return !sender ? '' : kind === 'checkbox' ? '1' : given.senderName
  }

  return {
    update,
    /** A place that was offered becomes a field of whoever is chosen. */
    accept({ label, ...box }: Offer, page: number): PlacedField {
      const { party } = store.state()
      const text = textFor(box.kind, party)
      const more = { participantId: party, fontSize: null, required: true }
      const field = within({ id: store.newId(), page, label, text, ...box, ...more }, pages)
      add(field)
      return field
    },
    /** A new field of this kind for whoever is chosen, with its middle here. */
    place(kind: WidgetKind, page: number, middle: { x: number; y: number }): PlacedField {
      const { party } = store.state()
      const text = textFor(kind, party)
      const field = placedAt({ id: store.newId(), kind, participantId: party, page, text }, middle, pages)
      add(field)
      return field
    },
    /** On the page in the middle of the window, a little lower than what is there already. */
    placeAtMiddle(kind: WidgetKind): PlacedField {
      const { page, fields } = store.state()
      const { width, height } = pages[page] ?? { width: 0, height: 0 }
      const there = fields.filter((each) => each.page === page).length
      return this.place(kind, page, { x: width / 2, y: height / 2 + (there % 8) * 32 })
    },
    move: (field: PlacedField, to: { page: number; x: number; y: number }) =>
      update(field, { ...field, ...to }, words.moved),
    nudge(field: PlacedField, by: { x: number; y: number }): void {
      const next = store.nudge(field, by)
      store.set({ said: spoken(words.moved, next) })
    },
    copy: (field: PlacedField) => add(copied(field, store.newId(), pages)),
    repeat(field: PlacedField): void {
      const added = repeated(field, store.state().fields, pages, store.newId)
      const said = added.length === 0 ? words.repeatedNone : say(words.repeated, { count: added.length })
      if (added.length === 0) store.set({ said, warning: said })
      else {
        const changes = added.map((each) => ({ act: 'add' as const, field: each }))
        store.act(changes, { said })
      }
    },
    align(field: PlacedField, side: 'x' | 'y'): void {
      const other = neighbourOf(field, store.state().fields)
      if (other === null) store.set({ said: words.noNeighbour, warning: words.noNeighbour })
      else update(field, { ...field, [side]: other[side] }, words.moved)
    },
    remove(field: PlacedField): void {
      const left = applied(store.state().fields, [{ act: 'remove', field }])
      const next = left.filter((each) => each.page === field.page).sort((a, b) => a.y - b.y || a.x - b.x)
      const following = next.find((each) => each.y >= field.y) ?? next.at(-1)
      store.act([{ act: 'remove', field }], {
        selected: following?.id ?? null,
        said: spoken(words.removed, field),
      })
    },
  }
}
