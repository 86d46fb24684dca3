// Brings the current step of a path strip, or the current tab, into view where the strip is wider than the screen.

/** @param {HTMLElement} step */
export function connect(step) {
  const strip = step.parentElement;
  if (!strip || strip.scrollWidth <= strip.clientWidth) return;
  const before = step.getBoundingClientRect().left - strip.getBoundingClientRect().left;
  strip.scrollLeft += before - (strip.clientWidth - step.offsetWidth) / 2;
}
