// "Exit this page": the link leaves by itself. With this script the page is blank at once, Back does not lead to it,
// and Shift three times does the same. It keeps nothing.
"use strict";

const exit = (() => {
  const presses = 3;
  const patience = 5000; // milliseconds from one press to the next
  const find = (selector) => document.querySelector(selector);
  let pressed = 0;
  let alone = false; // Shift is down, and nothing else has happened since
  let waiting;
  let wiped = false;

  function wipe() {
    wiped = true;
    document.documentElement.replaceChildren();
  }

  function leave() {
    if (wiped) return;
    const address = find(".exit").href;
    const go = () => location.replace(address);
    wipe();
    if (history.state?.panel) { // one step more than `replace` takes away: see chat.js
      addEventListener("popstate", go, { once: true });
      history.back();
      setTimeout(go, 200);
    } else {
      go();
    }
  }

  function forget(words = "") {
    clearTimeout(waiting);
    pressed = 0;
    say(words);
  }

  function say(words) {
    const progress = find(".bar [role=status]");
    if (progress) progress.textContent = words;
  }

  function press() {
    pressed += 1;
    if (pressed === presses) {
      leave();
      return;
    }
    const { progress, over } = find(".exit").dataset;
    say(progress.split("|")[pressed - 1]);
    clearTimeout(waiting);
    waiting = setTimeout(() => forget(over), patience);
  }

  // Also for the document in the side panel: keys pressed in a frame do not reach the page around it.
  function watch(root) {
    root.addEventListener("keydown", (event) => {
      alone = event.key === "Shift" && (alone || !event.repeat);
      if (event.key !== "Shift") forget();
    }, true);
    root.addEventListener("keyup", (event) => {
      if (event.key === "Shift" && alone) press();
      alone = false;
    }, true);
    root.addEventListener("pointerdown", () => { alone = false; }, true);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!find(".exit")) return;
    watch(document);
    find(".exit").addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    find(".about-exit .keys").hidden = matchMedia("(hover: none) and (pointer: coarse)").matches;
  });

  // Some browsers keep a page whole for Back, and would show the next person what was asked.
  addEventListener("pagehide", (event) => {
    if (event.persisted && find(".answer")) wipe();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted && wiped) location.replace(location.pathname + location.search);
  });

  return { watch };
})();
