// A key presses the button or follows the link that bears it, except while one writes. All works without it.
"use strict";

let pressed = false; // a second press would send the form a second time

addEventListener("pageshow", () => { pressed = false; });

addEventListener("keydown", (event) => {
  if (pressed || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  if (typeof event.key !== "string" || event.target.closest?.("input, textarea, select")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  pressed = true;
  target.click();
});
