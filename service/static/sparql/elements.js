// Elements and texts, made without markup in strings.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// A text with its {} filled in, in order; numbers as the reader writes them.
export function filled(text, ...values) {
  const written = values.map((value) => (typeof value === "number" ? value.toLocaleString(document.documentElement.lang) : value));
  return text.replaceAll("{}", () => written.shift());
}
