// What Gradio leaves to us: the waiting line, what a screen reader hears, where the page scrolls,
// and the side panel in which a citation opens its document.
"use strict";

const chat = (() => {
  const narrow = matchMedia("(max-width: 63.99rem)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const touch = matchMedia("(pointer: coarse)");
  const find = (selector) => document.querySelector(selector);

  // Gradio sets the page's language to the browser's; it is that of its words, which the server named.
  const root = document.documentElement;
  const language = root.lang;
  new MutationObserver(() => {
    if (root.lang !== language) root.lang = language;
  }).observe(root, { attributeFilter: ["lang"] });

  const answers = () => document.querySelectorAll("#conversation .answer");
  let last;
  let panel = null;
  let opener = null;
  let pushed = false;

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // One live region for the page's whole life: a region that comes with its words is often not read.
  const status = make("p", { className: "unseen", role: "status" });
  document.addEventListener("DOMContentLoaded", () => document.body.append(status));

  function asked(question) {
    last = [...answers()].at(-1);
    status.textContent = ""; // so that the same words are read again
    if (!question.trim()) return;
    find("#pending .asked").textContent = question;
    find("#pending .failed").hidden = true;
    find("#pending .looking").hidden = false;
    find("#pending .waiting").hidden = false;
    status.textContent = find("#pending .looking").textContent;
    find("#pending .waiting").scrollIntoView({ block: "nearest" });
    if (touch.matches) document.activeElement.blur(); // the keyboard would cover the answer
  }

  // When the connection is lost Gradio waits for the server and then loads the page anew: the conversation and
  // the question would be gone. As an answer of the server a failure ends the event, and one can ask again.
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    try {
      return await fetched(...request);
    } catch (error) {
      if (!String(request[0]?.url ?? request[0]).includes("/gradio_api/run/")) throw error;
      return Response.json({ error: null }, { status: 500 });
    }
  };

  function failed() {
    find("#pending .looking").hidden = true;
    find("#pending .failed").hidden = false; // an alert: read out as it appears
    status.textContent = "";
  }

  async function answered() {
    // The event is over a few frames before its answer is in the page.
    for (let frames = 0; frames < 30 && [...answers()].at(-1) === last; frames += 1) {
      await new Promise(requestAnimationFrame);
    }
    const answer = [...answers()].at(-1);
    document.body.classList.add("talking");
    find("#pending .waiting").hidden = true;
    // Gradio labels each message "bot's message: a component of type html".
    for (const label of document.querySelectorAll("[data-testid=bot], [data-testid=user]")) {
      label.removeAttribute("aria-label");
    }
    find("#conversation [role=log]").ariaLive = "off"; // else the whole answer is read out after the status line
    status.textContent = answer.dataset.status;
    const row = answer.closest(".message-row");
    const question = row.previousElementSibling;
    (question?.matches(".user-row") ? question : row).scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
  }

  function send() {
    setTimeout(() => find("#send").click());
  }

  function open(link) {
    opener = link;
    const url = link.href;
    if (panel) {
      panel.querySelector(".apart").href = url;
      panel.querySelector("iframe").contentWindow.location.replace(url); // no step in the tab's history
    } else {
      panel = build(url);
      document.body.append(panel);
      if (narrow.matches) {
        history.pushState({ panel: true }, ""); // Back on a phone closes the sheet
        pushed = true;
      }
    }
    fit();
    panel.querySelector("h2").focus();
  }

  function build(url) {
    const words = find("#pending .waiting").dataset;
    const title = make("h2", { id: "panel-title", tabIndex: -1, textContent: words.source });
    const apart = make("a", {
      className: "apart", href: url, target: "_blank", rel: "noopener", textContent: words.apart,
    });
    const shut = make("button", { type: "button", textContent: words.close });
    shut.addEventListener("click", close);
    const frame = make("iframe", { src: url, title: words.document });
    frame.addEventListener("load", () => {
      const inner = frame.contentDocument;
      inner.addEventListener("keydown", onKey); // keys pressed in a frame do not reach this page
      exit.watch(inner);
      title.textContent = inner.title;
    });
    const made = make("div", { id: "panel" }, make("div", { className: "head" }, title, apart, shut), frame);
    made.setAttribute("role", "dialog");
    made.setAttribute("aria-labelledby", title.id);
    return made;
  }

  // On a wide page the panel stands beside the chat; on a narrow one it covers all but the way out and keeps the
  // focus. It is never `aria-modal`: then a screen reader would not find the way out.
  function fit() {
    document.body.classList.toggle("with-panel", Boolean(panel));
    const covered = Boolean(panel) && narrow.matches;
    for (const element of document.body.children) {
      if (element !== panel && element !== status && !element.matches(".top")) element.inert = covered;
    }
  }

  function close() {
    if (!panel) return;
    panel.remove();
    panel = null;
    fit();
    opener?.focus();
    if (pushed) {
      pushed = false;
      history.back();
    }
  }

  function onKey(event) {
    if (event.key === "Escape") close();
  }

  document.addEventListener("keydown", onKey);
  addEventListener("popstate", () => {
    pushed = false;
    close();
  });
  narrow.addEventListener("change", fit);
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const plainClick = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plainClick) return;
    if (link.matches(".cite")) {
      event.preventDefault();
      open(link);
    } else if (link.matches(".to-answer")) {
      event.preventDefault();
      const heading = [...answers()].at(-1)?.querySelector("h2");
      if (!heading) return;
      heading.tabIndex = -1;
      heading.focus();
    } else if (link.matches(".skip")) {
      event.preventDefault();
      find("#question textarea")?.focus();
    }
  });

  // The second click of a double click, or Enter held down, would ask for nothing: the box is empty by then.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest?.("#send, .example")) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.repeat || !event.target.closest?.("#composer, #examples")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  return { asked, answered, failed, send };
})();
