"use strict";
// Everything works without this script. With it, forms go by fetch, and the view follows what happens in the emulator.

const live = document.getElementById("live");
const trouble = document.getElementById("trouble");
let drawing = 0;

// Between pressing a button and letting it go, it must stay the same one, or the click is lost.
let pressed = false;
let waiting = null;
document.addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => {
    pressed = false;
    if (waiting) { waiting(); waiting = null; }
  }));
}

// Give controls ids, the same ones in two drawings of a view: by them Idiomorph knows what is still the same.
function identify(main) {
  const seen = new Map();
  for (const each of main.querySelectorAll("form[data-key], a, button, summary, select, input")) {
    if (each.id) continue;
    const form = each.closest("form[data-key]");
    const details = each.closest("details[id]");
    const name = form ? `${form.dataset.key} ${each.name || each.tagName}`
      : details && each.tagName === "SUMMARY" ? `${details.id} summary` : `a ${each.getAttribute("href")}`;
    const count = (seen.get(name) || 0) + 1;
    seen.set(name, count);
    each.id = `${encodeURIComponent(name)}-${count}`;
  }
}

// Attributes that are the person's: what is open, entered, ticked and chosen.
function isTheirs(name, node) {
  if (name === "open") return node.tagName === "DETAILS";
  if (name === "value") return node.tagName === "INPUT" && node.value !== node.defaultValue;
  if (name === "checked") return node.tagName === "INPUT" && node.checked !== node.defaultChecked;
  return name === "selected" && node.tagName === "OPTION" && node.closest("select").selectedIndex > 0;
}

// Turn the view into a new drawing of it, and leave alone what the person is at.
function swap(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const main = document.getElementById("main");
  const next = fresh.getElementById("main");
  const active = main.contains(document.activeElement) ? document.activeElement : null;
  identify(main);
  identify(next);
  Idiomorph.morph(main, next, {
    callbacks: { beforeAttributeUpdated: (name, node) => !isTheirs(name, node) },
  });
  document.title = fresh.title;
  // A button can be gone with what it decided: stay where it was, rather than at the top of the page.
  if (active && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
}

async function refresh() {
  const turn = ++drawing;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const text = await answer.text();
    const draw = () => { if (turn === drawing && answer.ok) swap(text); };
    if (pressed) waiting = draw; else draw();
  } catch {
    // The emulator is gone; the sign above says so, and the next connection brings the view up to date.
  }
}

function tell(text) {
  trouble.textContent = text;
  trouble.hidden = !text;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  if (button) button.setAttribute("aria-busy", "true");
  tell("");
  drawing += 1; // what is being fetched is older than what comes of this
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "text/html" },
      redirect: "manual",
    });
    if (answer.type !== "opaqueredirect" && !answer.ok) {
      const refused = new DOMParser().parseFromString(await answer.text(), "text/html");
      tell(refused.getElementById("why")?.textContent.trim() || `The emulator responded with ${answer.status}.`);
      if (button) button.removeAttribute("aria-busy");
      return;
    }
    const view = await fetch(location.href, { headers: { Accept: "text/html" } });
    const text = await view.text();
    form.reset();
    if (view.ok) swap(text);
  } catch {
    tell("The emulator does not respond.");
  }
});

const source = new EventSource("/_emulator/changes");
let connected = false;
function show(isLive) {
  live.hidden = false;
  live.classList.toggle("lost", !isLive);
  live.querySelector(".word").textContent = isLive ? "Live" : "Not connected";
}
source.addEventListener("open", () => {
  show(true);
  if (connected) refresh(); // something may have happened meanwhile
  connected = true;
});
source.addEventListener("error", () => show(false));
source.addEventListener("changed", refresh);
