// Comfort only: the page reads the same without it.

// A passage makes room for the place in the text that it leads to.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[popover] a[href^='#']");
  if (link) link.closest("[popover]").hidePopover();
});

// Under a resting mouse a passage shows itself, and goes when the mouse does; a click keeps it.
const REST = 350;
let shown = null;
let timer = 0;
const over = (event) => event.pointerType === "mouse" && event.target.closest("[popovertarget], [popover]");

document.addEventListener("pointerover", (event) => {
  const on = over(event);
  if (!on) return;
  clearTimeout(timer);
  if (on === shown?.passage || on === shown?.button || on.matches("[popover]")) return;
  timer = setTimeout(() => {
    // what was opened by a click stays
    if (document.querySelector(":popover-open") && !shown) return;
    const passage = document.getElementById(on.getAttribute("popovertarget"));
    shown?.passage.hidePopover();
    passage.showPopover({ source: on });
    shown = { button: on, passage };
  }, REST);
});
document.addEventListener("pointerout", (event) => {
  if (!over(event)) return;
  clearTimeout(timer);
  timer = setTimeout(() => shown?.passage.hidePopover(), REST);
});
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("[popovertarget]");
    if (!button) return;
    clearTimeout(timer);
    // it would close what the mouse has opened
    if (button === shown?.button) event.preventDefault();
    shown = null;
  },
  true,
);
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target === shown?.passage && event.newState === "closed") shown = null;
  },
  true,
);
