/* Suggestions below the search box: a combobox with a list, after the ARIA Authoring Practices. Without it the box is a plain one. */
"use strict";

(() => {
  const WAIT = 120; // milliseconds without a key before the archive is asked
  const box = document.getElementById("q");
  if (!box || !box.dataset.suggest) return;

  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  box.form.append(list, told);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let timer = 0;
  let request = null;
  let typed = box.value;
  let chosen = -1;

  const forget = () => {
    clearTimeout(timer);
    if (request) request.abort();
    request = null;
  };

  const close = () => {
    forget();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    told.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (at) => {
    if (chosen >= 0) list.children[chosen].setAttribute("aria-selected", "false");
    chosen = at;
    const option = list.children[at];
    if (!option) {
      box.value = typed;
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.value = option.dataset.query;
    box.setAttribute("aria-activedescendant", option.id);
  };

  const part = (name, text) => {
    const span = document.createElement("span");
    span.className = name;
    span.dir = "auto";
    span.textContent = text;
    return span;
  };

  const optionOf = (one, at) => {
    const option = document.createElement("li");
    option.id = "suggestion-" + at;
    option.dataset.query = one.query;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(part("label", one.label));
    if (one.spelling) option.append(" ", part("what", one.spelling));
    const kind = one.kind === "entity" ? one.what || "name" : one.kind;
    option.append(" ", part("what", kind));
    if (one.kind !== "title" || one.count > 1) option.append(" ", part("number", one.count.toLocaleString("en")));
    option.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    option.addEventListener("click", () => {
      box.value = one.query;
      close();
      box.form.requestSubmit();
    });
    return option;
  };

  const show = (completions) => {
    list.replaceChildren(...completions.map(optionOf));
    chosen = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = completions.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = list.hidden ? "No suggestions" : completions.length + " suggestions";
  };

  const ask = async () => {
    const mine = (request = new AbortController());
    try {
      const answer = await fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed), { signal: mine.signal });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (request === mine && document.activeElement === box) show(found.completions);
    } catch (error) {
      if (request === mine) close(); // what cannot be suggested can still be searched
    }
  };

  box.addEventListener("input", () => {
    forget();
    typed = box.value;
    if (!typed.trim() || typed.length > 200) close();
    else timer = setTimeout(ask, WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      box.value = typed;
      close();
      event.preventDefault();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey && count) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1); // once round leads back to what was typed
      event.preventDefault();
    } else if (event.key === "ArrowDown" && box.value.trim()) {
      typed = box.value;
      ask();
      event.preventDefault();
    } else if (event.key === "Enter" || event.key === "Tab") {
      close();
    }
  });

  box.addEventListener("blur", close);
})();
