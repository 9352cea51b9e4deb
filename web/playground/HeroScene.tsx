import { Swallow } from './Swallow.tsx'

/** A window on the town at spring, seen from inside a room to let. */
export function HeroScene() {
  return (
    <svg class="tsubame-hero-scene" viewBox="0 0 560 420" aria-hidden="true">
      <rect width="560" height="420" rx="28" fill="#F7DDB5" />
      <rect x="62" y="40" width="436" height="286" rx="14" fill="#FFFAF1" />
      <svg x="78" y="56" width="404" height="254" viewBox="0 0 404 254" aria-hidden="true">
        <rect width="404" height="254" fill="#D4EAEC" />
        <circle cx="346" cy="48" r="32" fill="#F8CF6A" />
        <path d="M48 54c6-14 28-14 34 0 16-4 24 16 8 20H36c-14-4-6-22 12-20Z" fill="#FFFFFF" opacity=".85" />
        <path d="M0 176c60-44 120-40 190-16s140 10 214-24v118H0Z" fill="#BCD4A4" />
        <path d="M0 206c80-26 150-20 220-8s130 0 184-14v70H0Z" fill="#9DBE86" />
        <rect x="34" y="160" width="66" height="60" fill="#F8EAD4" />
        <path d="M26 162 67 134l41 28Z" fill="#A8573A" />
        <rect x="56" y="178" width="22" height="20" fill="#F7CF72" />
        <rect x="128" y="142" width="76" height="78" fill="#FFFDF8" />
        <path d="M122 142h88v10h-88Z" fill="#7A5645" />
        <path d="M140 164h20v16h-20ZM172 164h20v16h-20ZM140 192h20v16h-20Z" fill="#9CC4CC" />
        <path d="M172 192h20v28h-20Z" fill="#A8471B" />
        <rect x="238" y="166" width="60" height="54" fill="#EFD9B8" />
        <path d="M230 168 268 142l38 26Z" fill="#6F7F63" />
        <rect x="256" y="182" width="22" height="18" fill="#9CC4CC" />
        <circle cx="344" cy="178" r="28" fill="#F3BDB5" />
        <circle cx="368" cy="192" r="22" fill="#F8D2CB" />
        <path d="M348 200v26" stroke="#7A5645" stroke-width="7" />
        <path d="M0 92c130 22 270 22 404 2" fill="none" stroke="#5B4A40" stroke-width="2" />
        <g class="tsubame-bird">
          <Swallow x={218} y={30} width={84} />
          <Swallow x={132} y={34} width={36} />
        </g>
      </svg>
      <path d="M280 48v270M70 183h420" stroke="#FFFAF1" stroke-width="11" />
      <path d="M40 326h480v20H40Z" fill="#C98F5B" />
      <path d="M88 326c-4-26-2-40 4-52 8 14 10 30 8 52Z" fill="#7FA06A" />
      <path d="M104 326c4-24 14-36 28-42 0 18-6 32-18 42Z" fill="#8DAE77" />
      <path d="M82 326c-6-20-16-30-28-34 0 14 6 26 16 34Z" fill="#8DAE77" />
      <path d="M66 322h58l-7 34H73Z" fill="#A8471B" />
      <path d="M430 300h52v20a20 20 0 0 1-20 20h-12a20 20 0 0 1-20-20Z" fill="#6F8F87" />
      <path d="M482 306c16 0 16 22-2 22" fill="none" stroke="#6F8F87" stroke-width="6" />
      <path
        d="M446 290c-6-10 6-12 0-22M464 290c-6-10 6-12 0-22"
        fill="none"
        stroke="#FFFFFF"
        stroke-width="4"
        stroke-linecap="round"
      />
    </svg>
  )
}
