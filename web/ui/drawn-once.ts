import { type ComponentType, h, type JSX } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import { renderToString } from 'preact-render-to-string'

/** Languages, steps and sizes are few; should props vary after all, this much is kept and the rest drawn each time. */
const mostDrawings = 100

/**
 * A component that is drawn once for the same props and then written out as text, on the server only. For parts whose
 * props are plain data from our own words and few: a page's frame is two thirds of its elements and always the same.
 */
export function drawnOnce<Props extends object>(
  Component: ComponentType<Props>,
): (props: Props) => JSX.Element {
  const drawings = new Map<string, string>()
  return (props) => {
    const key = JSON.stringify(props)
    let drawn = drawings.get(key)
    if (drawn === undefined) {
      drawn = renderToString(h(Component, props))
      if (drawings.size < mostDrawings) drawings.set(key, drawn)
    }
    return jsxTemplate([drawn]) as JSX.Element
  }
}
