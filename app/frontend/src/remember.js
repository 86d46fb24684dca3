// Choices about the screen that the server reads to draw the next page without a flash.

const YEAR_SECONDS = 31_536_000;

/**
 * Keep a choice in a cookie; an empty value forgets it.
 * @param {'theme' | 'rail'} name
 * @param {string} value
 */
export function remember(name, value) {
  const seconds = value ? YEAR_SECONDS : 0;
  document.cookie = `${name}=${value}; path=/; max-age=${seconds}; samesite=lax`;
}
