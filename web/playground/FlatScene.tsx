import type { Flat } from './flats.ts'

/** A drawn view of the house: the demo company has no photographs, and needs none. */
export function FlatScene(props: { scene: Flat['scene'] }) {
  const Scene = { garden: Garden, slope: Slope, river: River }[props.scene]
  return (
    <svg class="tsubame-scene" viewBox="0 0 320 190" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <Scene />
    </svg>
  )
}

function Window(props: { x: number; y: number; w?: number; h?: number; lit?: boolean; frame?: string }) {
  const { x, y, w = 30, h = 26, frame = '#FFF9F0' } = props
  return (
    <g>
      <rect x={x - 2.5} y={y - 2.5} width={w + 5} height={h + 5} rx="2.5" fill={frame} />
      <rect x={x} y={y} width={w} height={h} rx="1" fill={props.lit ? '#FBD98A' : '#A9CCD3'} />
      <path d={`M${x + w / 2} ${y}v${h}`} stroke={frame} stroke-width="2.500" />
    </g>
  )
}

function Garden() {
  return (
    <>
      <rect width="320" height="190" fill="#DCEDEA" />
      <circle cx="262" cy="42" r="20" fill="#F9D67A" />
      <path d="M0 132c50-26 110-22 160-10s110 8 160-12v80H0Z" fill="#B9D3A5" />
      <path d="M62 62 160 26l98 36v6H62Z" fill="#7A5645" />
      <rect x="74" y="68" width="172" height="98" fill="#F6E7CF" />
      <path d="M74 116h172" stroke="#D9C3A2" stroke-width="5" />
      <Window x={92} y={80} />
      <Window x={145} y={80} lit />
      <Window x={198} y={80} />
      <Window x={92} y={128} w={40} h={30} lit />
      <rect x="152" y="126" width="24" height="40" rx="2" fill="#A8471B" />
      <circle cx="171" cy="147" r="2" fill="#F6E7CF" />
      <Window x={192} y={128} w={40} h={30} />
      <path d="M286 166v-46" stroke="#7A5645" stroke-width="6" />
      <circle cx="286" cy="100" r="27" fill="#7FA06A" />
      <circle cx="268" cy="116" r="17" fill="#8DAE77" />
      <circle cx="34" cy="158" r="16" fill="#8DAE77" />
      <circle cx="54" cy="162" r="12" fill="#7FA06A" />
      <path d="M0 166h320v24H0Z" fill="#9CBD86" />
    </>
  )
}

function Slope() {
  return (
    <>
      <rect width="320" height="190" fill="#FCE6CB" />
      <circle cx="58" cy="52" r="24" fill="#F4A64E" />
      <path d="M0 150 320 84v106H0Z" fill="#E8C79C" />
      <rect x="18" y="104" width="54" height="62" fill="#EFDcc0" />
      <path d="M12 104 45 82l33 22Z" fill="#9A6B50" />
      <Window x={30} y={118} w={26} h={20} />
      <rect x="104" y="34" width="132" height="126" fill="#FFFDF8" />
      <path d="M104 34h132v9H104Z" fill="#C9763F" />
      {[56, 90].map((y) => (
        <g key={y}>
          <Window x={118} y={y} w={28} h={22} frame="#E5D3B8" lit={y === 90} />
          <Window x={194} y={y} w={28} h={22} frame="#E5D3B8" lit={y === 56} />
          <rect x="112" y={y + 22} width="40" height="6" rx="1" fill="#C9763F" />
          <rect x="188" y={y + 22} width="40" height="6" rx="1" fill="#C9763F" />
        </g>
      ))}
      <path d="M160 34v126M180 34v126" stroke="#E5D3B8" stroke-width="2" />
      <Window x={118} y={126} w={28} h={22} frame="#E5D3B8" />
      <rect x="194" y="122" width="24" height="38" rx="2" fill="#5E7F73" />
      <circle cx="262" cy="118" r="24" fill="#86A06B" />
      <circle cx="286" cy="128" r="18" fill="#76925D" />
      {[
        [254, 112],
        [270, 122],
        [284, 122],
        [262, 130],
      ].map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="4" fill="#F6C445" />
      ))}
      <path d="M262 138v26" stroke="#7A5645" stroke-width="5" />
      <path d="M0 168 320 156v34H0Z" fill="#D7B185" />
    </>
  )
}

function River() {
  return (
    <>
      <rect width="320" height="190" fill="#D3E6F0" />
      <path d="M0 112c40-22 80-14 120-6s70-20 110-14 60 10 90 0v60H0Z" fill="#A9C7AE" />
      <rect x="112" y="14" width="104" height="134" rx="2" fill="#F4EFE6" />
      <rect x="112" y="14" width="16" height="134" fill="#DED5C6" />
      {[26, 50, 74, 98].map((y, floor) => (
        <g key={y}>
          <Window x={138} y={y} w={26} h={14} frame="#CFC5B4" lit={floor === 1} />
          <Window x={178} y={y} w={26} h={14} frame="#CFC5B4" lit={floor === 2} />
        </g>
      ))}
      <rect x="158" y="122" width="26" height="26" fill="#6A8CA0" />
      <path d="M171 122v26" stroke="#F4EFE6" stroke-width="2" />
      <rect x="232" y="62" width="46" height="86" rx="2" fill="#E7DCCB" />
      <Window x={242} y={74} w={26} h={13} frame="#CFC5B4" lit />
      <Window x={242} y={98} w={26} h={13} frame="#CFC5B4" />
      <path d="M0 146h320v44H0Z" fill="#8FBACB" />
      <path d="M0 146h320v9H0Z" fill="#8DAE77" />
      <path
        d="M26 170h46M110 176h60M206 168h40M262 180h40"
        stroke="#C4DEE8"
        stroke-width="3"
        stroke-linecap="round"
      />
      {[34, 66, 96, 296].map((x) => (
        <g key={x}>
          <path d={`M${x} 150v-20`} stroke="#7A5645" stroke-width="4" />
          <circle cx={x} cy={122} r="14" fill="#F1B9B4" />
          <circle cx={x + 7} cy={128} r="9" fill="#F6CFCA" />
        </g>
      ))}
    </>
  )
}
