// Suggests names while one types into the search box: the combobox of the ARIA Authoring Practices.
// Enter on a suggestion goes to it; Enter without one searches, as the form does without this script.
"use strict";

(() => {
  const box = document.getElementById("search");
  if (!box || !box.dataset.suggest) return;

  const PAUSE = 80; // milliseconds without a key before we ask
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let asked = null; // the request under way
  let timer = 0;
  let chosen = -1;

  list.id = "search-suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.getAttribute("aria-label"));
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  box.form.append(list, status);

  function close() {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const options = list.children;
    if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
    chosen = index;
    if (!options[chosen]) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  }

  // Marks count code points, strings count UTF-16 units.
  function withMarks(text, marks) {
    const characters = Array.from(text);
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const [start, end] of marks) {
      const mark = document.createElement("mark");
      mark.textContent = characters.slice(start, end).join("");
      parts.append(characters.slice(at, start).join(""), mark);
      at = end;
    }
    parts.append(characters.slice(at).join(""));
    return parts;
  }

  function option(found, index) {
    const item = document.createElement("li");
    item.id = `search-suggestion-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.address = found.address;
    const name = document.createElement("span");
    name.append(found.matched === found.title ? withMarks(found.title, found.marks) : found.title);
    item.append(name);
    if (found.matched !== found.title) {
      const other = document.createElement("span");
      other.className = "quiet";
      other.append(withMarks(found.matched, found.marks));
      item.append(other);
    }
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = found.kind_name;
    item.append(kind);
    return item;
  }

  function show(answer) {
    list.replaceChildren(...answer.suggestions.map(option));
    chosen = -1;
    list.hidden = answer.suggestions.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
    status.textContent = box.dataset.count.replace("{}", answer.suggestions.length);
  }

  async function ask() {
    const text = box.value.trim();
    if (asked) asked.abort();
    if (!text) {
      close();
      return;
    }
    asked = new AbortController();
    const address = new URL(box.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("lang", document.documentElement.lang.startsWith("zh") ? "zh" : "en");
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
      if (response.ok) show(await response.json());
      else close();
    } catch (error) {
      if (error.name !== "AbortError") close(); // the form works all the same
    }
  }

  function go(item) {
    const address = new URL(item.dataset.address, location.href);
    const language = new URL(location.href).searchParams.get("lang");
    if (language) address.searchParams.set("lang", language);
    // The address is the public one; here we stay under the one we are at.
    location.assign(address.pathname + address.search + address.hash);
  }

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keys belong to the input method
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && count) choose(chosen + 1 < count ? chosen + 1 : -1);
    else if (event.key === "ArrowUp" && count) choose(chosen < 0 ? count - 1 : chosen - 1);
    else if (event.key === "Escape" && count) close();
    else if (event.key === "Enter" && chosen >= 0) go(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    event.preventDefault();
    go(item);
  });
})();
