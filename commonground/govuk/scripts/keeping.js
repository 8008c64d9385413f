// Keeps what somebody writes as their own draft whenever they pause. Without scripts the button that saves does it.
const PAUSE = 3000; // milliseconds without a change
const SIGNED_OUT = "Not saved: you are signed out. Sign in again in another window, then go on here.";
const NO_ANSWER = "Not saved yet: there is no connection. We go on trying.";

for (const form of document.querySelectorAll("form[data-keeps]")) {
  const said = form.querySelector("[data-kept]");
  const version = form.elements.version;
  let timer;
  let keeping = null; // the answer that is awaited
  let stopped = false; // somebody has to look first

  function say(words, { wrong = false } = {}) {
    said.setAttribute("role", wrong ? "status" : "presentation");
    said.textContent = words;
  }

  async function keep() {
    try {
      const answer = await fetch(form.dataset.keeps, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say(SIGNED_OUT, { wrong: true });
      } else {
        const kept = await answer.json();
        version.value = kept.version ?? version.value;
        stopped ||= answer.status === 409;
        say(kept.said, { wrong: !answer.ok });
      }
    } catch {
      say(NO_ANSWER, { wrong: true });
      later();
    }
  }

  function later() {
    clearTimeout(timer);
    if (stopped) {
      return;
    }
    timer = setTimeout(async () => {
      while (keeping) {
        await keeping; // one at a time: each sends the version that the one before was told
      }
      if (stopped) {
        return;
      }
      keeping = keep();
      await keeping;
      keeping = null;
    }, PAUSE);
  }

  form.addEventListener("input", later);
  window.addEventListener("pageshow", () => {
    stopped = false; // whoever comes back to the page goes on writing
  });
  // What is sent meanwhile would carry an older version: it waits for the answer.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    stopped = true;
    if (keeping) {
      event.preventDefault();
      await keeping;
      keeping = null;
      form.requestSubmit(event.submitter);
    }
  });
}
