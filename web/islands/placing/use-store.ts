import { useEffect, useState } from 'preact/hooks'
import type { Acts } from './acts.ts'
import type { EditorState, Store } from './store.ts'

export type PanelProps = {
  store: Store
  acts: Acts
  /** Brings the focus to a field on its page. */
  focus: (id: string) => void
}

/** What the store knows now. */
export function useStore(store: Store): EditorState {
  const [state, setState] = useState(store.state())
  useEffect(() => store.listen(setState), [store])
  return state
}
