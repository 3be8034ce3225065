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

// What identifies a control across two drawings of a view.
function nameOf(element) {
  if (element.id) return `#${element.id}`;
  const form = element.closest("form[data-key]");
  if (form) return `${form.dataset.key} ${element.name || element.tagName}`;
  const details = element.closest("details[id]");
  if (details && element.tagName === "SUMMARY") return `${details.id} summary`;
  return element.tagName === "A" ? `a ${element.getAttribute("href")}` : null;
}

function controls(main) {
  return main.querySelectorAll("a, button, summary, select, pre, input:not([type=hidden])");
}

function entered(main) {
  const values = new Map();
  for (const each of main.querySelectorAll("input:not([type=hidden]), select")) {
    const changed = each.type === "checkbox"
      ? each.checked !== each.defaultChecked
      : each.tagName === "SELECT" ? each.selectedIndex > 0 : each.value !== each.defaultValue;
    if (changed) values.set(nameOf(each), each.type === "checkbox" ? each.checked : each.value);
  }
  return values;
}

// Put a new drawing in place of the old one, and leave alone what the person is at.
function swap(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const main = document.getElementById("main");
  const next = fresh.getElementById("main");
  const active = main.contains(document.activeElement) ? document.activeElement : null;
  const focused = active && nameOf(active);
  const selection = active && active.tagName === "INPUT" && active.type === "text"
    ? [active.selectionStart, active.selectionEnd] : null;
  const values = entered(main);
  const open = new Map([...main.querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
  const scrolled = new Map([...main.querySelectorAll("details[id] pre")].map((each, index) => [index, each.scrollTop]));

  for (const each of next.querySelectorAll("details[id]")) {
    if (open.has(each.id)) each.open = open.get(each.id);
  }
  main.replaceChildren(...next.childNodes);
  document.title = fresh.title;
  main.querySelectorAll("details[id] pre").forEach((each, index) => { each.scrollTop = scrolled.get(index) || 0; });
  for (const each of controls(main)) {
    const name = nameOf(each);
    if (values.has(name)) {
      if (each.type === "checkbox") each.checked = values.get(name);
      else each.value = values.get(name);
    }
  }
  if (active) {
    const again = [...controls(main)].find((each) => focused && nameOf(each) === focused);
    // The button is gone with what it decided: stay where it was, rather than at the top of the page.
    (again || main).focus({ preventScroll: true });
    if (again && selection) again.setSelectionRange(...selection);
  }
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
      tell(refused.getElementById("why")?.textContent.trim() || `The emulator answered ${answer.status}.`);
      if (button) button.removeAttribute("aria-busy");
      return;
    }
    const view = await fetch(location.href, { headers: { Accept: "text/html" } });
    const text = await view.text();
    form.reset();
    if (view.ok) swap(text);
  } catch {
    tell("The emulator does not answer.");
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
