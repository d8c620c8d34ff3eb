"use strict";
{
  const root = document.documentElement;
  const form = document.getElementById("filters");
  const findings = [...document.querySelectorAll(".finding")];
  const sections = [...document.querySelectorAll(".resource")];
  const shown = document.getElementById("shown");
  const fields = ["service", "file", "rule", "text"];
  const texts = new Map();
  let visible = findings;
  let at = "";

  // Colours: those of the system, or the ones chosen here.
  const themes = ["system", "light", "dark"];
  const button = document.getElementById("theme");
  const remembered = () => {
    try { return localStorage.getItem("lint-theme") || "system"; } catch { return "system"; }
  };
  const paint = (theme) => {
    if (theme === "system") root.removeAttribute("data-theme"); else root.dataset.theme = theme;
    button.textContent = `Colours: ${theme}`;
  };
  let theme = themes.includes(remembered()) ? remembered() : "system";
  paint(theme);
  button.hidden = false;
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    paint(theme);
    try { localStorage.setItem("lint-theme", theme); } catch { /* a page without storage */ }
  });

  // The fragment is `#f3` for a finding, else what the filters are set to, and `at` the finding.
  const checks = form ? [...form.elements.namedItem("severity").length
    ? form.elements.namedItem("severity") : [form.elements.namedItem("severity")]] : [];
  const write = () => {
    if (!form) return;
    const parameters = new URLSearchParams();
    const off = checks.filter((box) => !box.checked);
    if (off.length) parameters.set("severity", checks.filter((box) => box.checked).map((box) => box.value).join(","));
    for (const name of fields) if (form.elements[name].value) parameters.set(name, form.elements[name].value);
    const filtered = parameters.toString();
    const fragment = !filtered ? at : filtered + (at ? `&at=${at}` : "");
    try { history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search); } catch { /* a page without an address */ }
  };
  const read = () => {
    const fragment = location.hash.slice(1);
    if (/^[fs]\d+$/.test(fragment) || fragment === "report") {
      at = fragment[0] === "f" ? fragment : "";
      return;
    }
    const parameters = new URLSearchParams(fragment);
    at = parameters.get("at") || "";
    if (!form) return;
    const severities = parameters.has("severity") ? parameters.get("severity").split(",") : null;
    for (const box of checks) box.checked = !severities || severities.includes(box.value);
    for (const name of fields) form.elements[name].value = parameters.get(name) || "";
  };

  const textOf = (finding) => {
    if (!texts.has(finding)) texts.set(finding, `${finding.dataset.service} ${finding.textContent}`.toLowerCase());
    return texts.get(finding);
  };
  const apply = () => {
    if (!form) return;
    const severities = new Set(checks.filter((box) => box.checked).map((box) => box.value));
    const chosen = ["service", "file", "rule"].filter((name) => form.elements[name].value);
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    visible = [];
    for (const finding of findings) {
      const fits = severities.has(finding.dataset.severity)
        && chosen.every((name) => finding.dataset[name] === form.elements[name].value)
        && words.every((word) => textOf(finding).includes(word));
      if (finding.hidden === fits) finding.hidden = !fits;
      if (fits) visible.push(finding);
    }
    const all = visible.length === findings.length;
    const left = new Set(visible.map((finding) => finding.parentElement));
    for (const section of sections) section.hidden = !all && !left.has(section);
    const total = `${findings.length} finding${findings.length === 1 ? "" : "s"}`;
    shown.textContent = all ? total : `${visible.length} of ${total}`;
    root.classList.toggle("filtered", !all);
  };

  const go = (finding) => {
    document.querySelector(".finding.at")?.classList.remove("at");
    if (!finding) return;
    at = finding.id;
    finding.classList.add("at");
    finding.focus({ preventScroll: true });
    finding.scrollIntoView({ block: "start" });
    write();
  };
  const step = (by) => {
    if (!visible.length) return;
    const now = visible.findIndex((finding) => finding.id === at);
    const next = now < 0 ? (by > 0 ? 0 : visible.length - 1) : now + by;
    if (next >= 0 && next < visible.length) go(visible[next]);
  };
  const follow = () => {
    read();
    apply();
    const finding = at && document.getElementById(at);
    if (finding && finding.hidden) { form.reset(); apply(); }
    if (finding) go(finding);
  };

  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { apply(); write(); });
    form.addEventListener("reset", () => setTimeout(() => { apply(); write(); }));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#f']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const finding = document.getElementById(link.getAttribute("href").slice(1));
    if (!finding) return;
    event.preventDefault();
    if (finding.hidden) { form.reset(); apply(); }
    go(finding);
  });
  document.getElementById("keys").hidden = !form;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !form) return;
    const field = event.target.closest?.("input, select, textarea");
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (event.key === "/") { event.preventDefault(); form.elements.text.focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  window.addEventListener("hashchange", follow);
  follow();
}
