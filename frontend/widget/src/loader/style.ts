/**
 * The launcher's look. A constructed style sheet in a shadow root: neither the company's rules nor
 * its Content-Security-Policy reach it, and ours do not leak out.
 */
export const STYLE = `
:host { all: initial; }
.launcher, .frame { position: fixed; z-index: 2147483000; inset-block-end: max(20px, env(safe-area-inset-bottom)); }
.right .launcher, .right .frame { right: max(20px, env(safe-area-inset-right)); }
.left .launcher, .left .frame { left: max(20px, env(safe-area-inset-left)); }
.launcher {
  width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
  display: grid; place-items: center; color: var(--on-fill); background: var(--fill);
  box-shadow: 0 1px 2px rgb(0 0 0 / .18), 0 8px 24px rgb(0 0 0 / .22);
  transition: transform .16s ease, box-shadow .16s ease;
}
.launcher:hover { transform: translateY(-2px); }
.launcher:focus-visible { outline: 3px solid var(--fill); outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
.launcher svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.9;
  stroke-linecap: round; stroke-linejoin: round; }
.launcher .shut, .open .launcher .talk { display: none; }
.open .launcher .shut { display: block; }
.badge {
  position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px; padding: 0 6px;
  box-sizing: border-box; border-radius: 11px; border: 2px solid #fff; background: #b3261e; color: #fff;
  font: 700 12px/18px system-ui, sans-serif; text-align: center;
}
.badge[hidden] { display: none; }
.frame {
  inset-block-end: calc(max(20px, env(safe-area-inset-bottom)) + 74px);
  width: min(404px, calc(100vw - 40px)); height: min(690px, calc(100vh - 124px));
  border: 0; border-radius: 18px; background: Canvas; visibility: hidden; opacity: 0;
  transform: translateY(10px); transform-origin: bottom;
  box-shadow: 0 0 0 1px rgb(0 0 0 / .08), 0 16px 48px rgb(0 0 0 / .26);
  transition: opacity .16s ease, transform .16s ease, visibility 0s .16s;
}
.open .frame { visibility: visible; opacity: 1; transform: none; transition-delay: 0s; }
@media (max-width: 520px), (max-height: 460px) {
  .frame { inset: 0 !important; width: 100%; height: 100%; border-radius: 0; }
  .open .launcher { display: none; }
}
@media (prefers-reduced-motion: reduce) {
  .launcher, .frame { transition: none; transform: none; }
  .launcher:hover { transform: none; }
}
@media print { .launcher, .frame { display: none; } }
`;
