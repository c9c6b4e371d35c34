const focusAfterMs = 250;

/** The button that was pressed may be gone soon; the page must not lose the keyboard with it. */
export function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById("main")?.focus();
  }, focusAfterMs);
}
