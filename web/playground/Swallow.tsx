/** The demo company's mark: a swallow turning in flight. Takes the colour of the text around it. */
export function Swallow(props: { x?: number; y?: number; width?: number; color?: string }) {
  const width = props.width ?? 32
  const place = props.x === undefined ? {} : { x: props.x, y: props.y ?? 0 }
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      {...place}
      width={width}
      height={width * 0.75}
      viewBox="0 0 64 48"
      aria-hidden="true"
    >
      <path
        fill={props.color ?? 'currentColor'}
        d="M1 9c11-3 21 0 27.500 9C33 8.500 44 2 63 1 53 6.500 46 13 42.500 21.500c3 5 5.500 8 9.500 12.500 4 3.500 7 5 11 6.500-6 1-11 0-16-2.500 2 3 3 5.500 3.500 9-6-2-10.500-6-14-11.500C30.500 36.500 24 35 19 30.500c-2 .8-4 .8-6.500 0 2-1.200 3.200-2.500 4.500-4.500C14.500 18 9 12.500 1 9Z"
      />
    </svg>
  )
}
