// The board renews itself; while nobody answers it says so and shows what was there.
const board = document.getElementById("board");
const stale = document.getElementById("stale");
const EVERY = 15000;
const PATIENCE = 10000;
let next = setTimeout(renew, EVERY);

async function renew() {
  clearTimeout(next);
  try {
    const answer = await fetch("/board/now", { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected) return location.reload(); // signed out: the way in
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    const held = document.activeElement?.getAttribute("href");
    board.innerHTML = text;
    if (held) board.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  }
  clearTimeout(next);
  next = setTimeout(renew, EVERY);
}

document.addEventListener("visibilitychange", () => document.hidden || renew());
