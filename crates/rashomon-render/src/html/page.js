// Comfort only: the page reads the same without it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[popover] a[href^='#']");
  if (link) link.closest("[popover]").hidePopover();
});
