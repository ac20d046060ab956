// "Copy": quote, citation and link in one paste. Without this script the same text can be selected.
"use strict";

for (const citation of document.querySelectorAll(".citation")) {
  const paste = citation.querySelector(".paste");
  const status = citation.querySelector(".copied");

  citation.querySelector(".copying").hidden = false;
  citation.querySelector(".copy").addEventListener("click", async () => {
    const text = [...paste.children].map((line) => line.textContent.trim()).join("\n\n");
    const html = [...paste.children].map((line) => `<p>${line.innerHTML.trim()}</p>`).join("");
    const as = (type, words) => [type, new Blob([words], { type })];
    status.textContent = ""; // so that the same words are read again
    try {
      const both = Object.fromEntries([as("text/plain", text), as("text/html", html)]);
      await navigator.clipboard.write([new ClipboardItem(both)]);
      status.textContent = status.dataset.copied;
    } catch { // not allowed, or not served safely: then a person presses the keys
      citation.querySelector("details").open = true;
      getSelection().selectAllChildren(paste);
      status.textContent = status.dataset.selected;
    }
  });
}
