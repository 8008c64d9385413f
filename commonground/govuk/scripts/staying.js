// Says in good time that the session is about to end, lets one stay with one press, and says when it has ended.
// Other tabs may have gone on with the same session, so the server is asked before anything is said.

const box = document.getElementById("staying");
const said = document.getElementById("staying-said");
const form = box.querySelector("form");
const person = box.dataset.person;
const warning = Number(box.dataset.warning);
const AGAIN = 15; // seconds until the server is asked once more when it could not be reached
const READING = 20; // seconds that good news stands there

let ends; // by this page's clock, in milliseconds
let timer;
let asking = false; // one question at a time
let cameFrom = null; // what had the focus before the banner did

function show(part) {
  const within = box.contains(document.activeElement);
  for (const one of box.querySelectorAll("[data-part]")) {
    one.hidden = one.dataset.part !== part;
  }
  const before = box.dataset.shows ?? "";
  box.dataset.shows = part;
  box.hidden = part === "";
  const at = new Date(ends).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  for (const one of box.querySelectorAll("[data-at]")) {
    one.textContent = at;
  }
  if (part !== before) {
    const words = [...box.querySelectorAll(`[data-part="${part}"] p`)];
    said.textContent = words.map((one) => one.textContent).join(". ");
  }
  if (within && part !== before) {
    cameFrom?.focus();
  }
}

function lookIn(seconds) {
  clearTimeout(timer);
  timer = setTimeout(() => look(), Math.max(seconds, 1) * 1000);
}

// Returns what the server says of the session; null when it has ended, undefined when nobody answered.
async function ask(method) {
  const sent = method === "POST" ? { method, body: new FormData(form) } : {};
  try {
    const answer = await fetch(form.action, { ...sent, redirect: "manual", cache: "no-store" });
    if (answer.ok) {
      const session = await answer.json();
      return session.person === person ? session : null;
    }
    return answer.type === "opaqueredirect" || answer.status === 403 ? null : undefined;
  } catch {
    return undefined;
  }
}

async function look(method = "GET") {
  if (asking) {
    return;
  }
  asking = true;
  clearTimeout(timer);
  const session = await ask(method);
  asking = false;
  if (session === undefined) {
    if (Date.now() > ends) {
      show("ended");
    }
    lookIn(AGAIN);
  } else if (session === null) {
    show("ended");
  } else {
    goOn(session);
  }
}

function goOn({ seconds, most, key }) {
  const ended = box.dataset.shows === "ended";
  ends = Date.now() + seconds * 1000;
  for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    one.value = key;
  }
  if (seconds <= warning) {
    show(most > seconds ? "warning" : "last");
    lookIn(seconds + 1);
  } else {
    show(ended ? "back" : "");
    lookIn(Math.min(seconds - warning, ended ? READING : seconds));
  }
}

box.addEventListener("focusin", ({ relatedTarget }) => {
  if (relatedTarget && !box.contains(relatedTarget)) {
    cameFrom = relatedTarget;
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  look("POST");
});
// Somebody comes back to this tab, perhaps after signing in again in another or waking the machine.
for (const event of ["visibilitychange", "focus", "pageshow"]) {
  window.addEventListener(event, () => {
    const shows = box.dataset.shows ?? "";
    if (!document.hidden && shows !== "back" && (shows || Date.now() > ends - warning * 1000)) {
      look();
    }
  });
}

ends = Date.now() + Number(box.dataset.seconds) * 1000;
lookIn(Number(box.dataset.seconds) - warning);
