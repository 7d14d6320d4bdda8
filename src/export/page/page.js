"use strict";
// The page's behaviour. Text from articles goes into the page through textContent alone.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "onclick") made.addEventListener("click", value);
      else if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  const nodes = data.nodes.map((node, id) => ({ id, ...node, fx: node.x, fy: node.y, edges: [] }));
  const edges = data.edges.map((edge, id) => {
    const made = { id, ...edge, source: nodes[edge.s], target: nodes[edge.t] };
    made.dates = edge.e.map((evidence) => data.documents[evidence[0]].d).filter(Boolean);
    nodes[edge.s].edges.push(made);
    if (edge.t !== edge.s) nodes[edge.t].edges.push(made);
    return made;
  });
  // Several edges between two nodes bend, so that each can be seen.
  const between = new Map();
  for (const edge of edges) {
    const pair = Math.min(edge.s, edge.t) + " " + Math.max(edge.s, edge.t);
    const group = between.get(pair) || between.set(pair, []).get(pair);
    group.push(edge);
  }
  for (const group of between.values()) {
    group.forEach((edge, at) => {
      const step = group.length === 1 ? 0 : (at - (group.length - 1) / 2) * 0.25;
      edge.bend = edge.s === edge.t ? 0.3 + 0.2 * at : edge.s < edge.t ? step : -step;
    });
  }

  // Larger graphs open on their best connected part; a click unfolds the neighbours of an entity.
  const CORE = 300;
  const byDegree = [...nodes].sort((a, b) => b.edges.length - a.edges.length || a.id - b.id);
  let open = new Set(nodes.length > CORE + 100 ? byDegree.slice(0, CORE) : nodes);
  const filters = { kinds: new Set(), statuses: new Set(), relations: new Set(), confidence: 0, first: null, last: null };
  let chosen = null;

  const dates = [...new Set(edges.flatMap((edge) => edge.dates))].sort();
  const keepsEdge = (edge) =>
    open.has(edge.source) && open.has(edge.target) &&
    !filters.kinds.has(edge.source.k) && !filters.kinds.has(edge.target.k) &&
    !filters.statuses.has(edge.st || "") && !filters.relations.has(edge.r) &&
    (edge.c === null || edge.c * 100 >= filters.confidence) &&
    (filters.first === null || edge.dates.length === 0 ||
      edge.dates.some((date) => date >= filters.first && date <= filters.last));

  let shown = { nodes: [], links: [] };
  const refresh = () => {
    const links = edges.filter(keepsEdge);
    const linked = new Set(links.flatMap((edge) => [edge.source, edge.target]));
    const narrowed = filters.statuses.size || filters.relations.size || filters.confidence > 0 ||
      (filters.first !== null && (filters.first > dates[0] || filters.last < dates[dates.length - 1]));
    // The best connected come first: where names would cover each other, theirs are shown.
    const kept = byDegree.filter((node) =>
      open.has(node) && !filters.kinds.has(node.k) && (linked.has(node) || !narrowed || node === chosen));
    shown = { nodes: kept, links };
    graph.graphData(shown);
    const of = data.all > kept.length ? " of " + data.all : "";
    byId("shown").textContent = kept.length + of + " entities, " + links.length + " facts";
    byId("all").hidden = open.size === nodes.length;
    if (!byId("rows").hidden) table();
  };

  // Drawing.
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let colours = {};
  const readColours = () => {
    colours = { ink: css("--ink"), link: css("--link"), paper: css("--paper"), faint: css("--faint") };
  };
  const edgeColour = (edge) =>
    edge.st === "denied" ? "#c62828" : edge.st === "reported" ? "#3f7cc4" : edge.st === "desired" ? "#8e5bb0" : colours.link;
  const near = (node) => chosen && (node === chosen || node.edges.some((e) => e.source === chosen || e.target === chosen));
  const radius = (node) => 4 + Math.min(8, 1.6 * Math.sqrt(node.edges.length));
  const short = (text) => (text.length > 26 ? text.slice(0, 25) + "…" : text);
  const MOST_NAMES = 500;
  // Names stand below, above or beside their nodes, where they cover neither names nor nodes; the first few always stand.
  const ALWAYS = 12;
  const covers = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const nameNodes = (context, scale) => {
    const [low, high] = [graph.screen2GraphCoords(0, 0), graph.screen2GraphCoords(graph.width(), graph.height())];
    const view = [low.x, low.y, high.x, high.y];
    const circle = (node) => {
      const r = radius(node);
      return [node.x - r, node.y - r, node.x + r, node.y + r];
    };
    const visible = shown.nodes.filter((node) => covers(circle(node), view));
    const circles = visible.length <= 400 ? visible.map((node) => [node, circle(node)]) : [];
    const rank = (node) => (node === chosen ? 0 : near(node) ? 1 : 2);
    const order = chosen ? [...visible].sort((a, b) => rank(a) - rank(b)) : visible;
    const taken = [];
    const few = visible.length < 120;
    order.forEach((node, at) => {
      const must = near(node) || at < ALWAYS;
      if (!must && (taken.length >= MOST_NAMES || !(few || scale * (4 + node.edges.length) > 5))) return;
      const size = Math.max(3.5, 12 / scale);
      context.font = (node === chosen ? "600 " : "") + size + "px system-ui, sans-serif";
      const label = short(node.n);
      const half = context.measureText(label).width / 2;
      const gap = radius(node) + 1;
      let best = null, least = Infinity;
      for (const [x, top] of [[node.x, node.y + gap], [node.x, node.y - gap - size],
        [node.x + gap + half, node.y - size / 2], [node.x - gap - half, node.y - size / 2]]) {
        const area = [x - half, top, x + half, top + size];
        let cost = 0;
        for (const other of taken) if (covers(area, other)) cost += 2;
        for (const [other, round] of circles) if (other !== node && covers(area, round)) cost += 1;
        if (cost < least) { best = [x, top, area]; least = cost; }
        if (cost === 0) break;
      }
      if (least > 0 && !must) return;
      const [x, top, area] = best;
      taken.push(area);
      context.globalAlpha = chosen && !near(node) ? 0.25 : 1;
      context.textAlign = "center";
      context.textBaseline = "top";
      context.lineWidth = 3 / scale;
      context.strokeStyle = colours.paper;
      context.strokeText(label, x, top);
      context.fillStyle = colours.ink;
      context.fillText(label, x, top);
    });
    context.globalAlpha = 1;
  };
  const graph = new ForceGraph(byId("graph"))
    .onRenderFramePost(nameNodes)
    .nodeId("id").cooldownTicks(0).enableNodeDrag(true).autoPauseRedraw(true).minZoom(0.02)
    .nodeLabel(() => "").linkLabel(() => "")
    .linkCurvature("bend").linkDirectionalArrowLength(5).linkDirectionalArrowRelPos(0.92)
    .linkColor((edge) => edgeColour(edge) + (chosen && edge.source !== chosen && edge.target !== chosen ? "40" : ""))
    .linkWidth((edge) => (chosen && (edge.source === chosen || edge.target === chosen) ? 2 : 1))
    .linkLineDash((edge) => (edge.st === "planned" || edge.st === "desired" ? [6, 4] : edge.st === "possible" ? [2, 3] : null))
    .nodeCanvasObject((node, context, scale) => {
      const dim = chosen && !near(node);
      context.globalAlpha = dim ? 0.25 : 1;
      context.beginPath();
      context.arc(node.x, node.y, radius(node), 0, 7);
      context.fillStyle = data.kinds[node.k] || "#eee";
      context.fill();
      context.lineWidth = (node === chosen ? 3 : 1) / scale;
      context.strokeStyle = colours.ink;
      context.stroke();
      context.globalAlpha = 1;
    })
    .nodePointerAreaPaint((node, colour, context) => {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(node.x, node.y, radius(node) + 3, 0, 7);
      context.fill();
    })
    .linkCanvasObjectMode(() => "after")
    .linkCanvasObject((edge, context, scale) => {
      const own = chosen && (edge.source === chosen || edge.target === chosen);
      if (scale < 1.1 && !own) return;
      if (chosen && !own) return;
      const [a, b] = [edge.source, edge.target];
      if (a === b) return;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const x = (a.x + b.x) / 2 + (dy * edge.bend) / 2;
      const y = (a.y + b.y) / 2 - (dx * edge.bend) / 2;
      let turn = Math.atan2(dy, dx);
      if (turn > Math.PI / 2 || turn < -Math.PI / 2) turn += Math.PI;
      context.save();
      context.translate(x, y);
      context.rotate(turn);
      context.font = Math.max(3, 10 / scale) + "px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineWidth = 3 / scale;
      context.strokeStyle = colours.paper;
      context.strokeText(edge.r, 0, 0);
      context.fillStyle = edge.st === "denied" ? "#c62828" : colours.faint;
      context.fillText(edge.r, 0, 0);
      context.restore();
    })
    .onNodeClick((node) => choose(node))
    .onLinkClick((edge) => explain(edge))
    .onBackgroundClick(() => clear())
    .onNodeDragEnd((node) => { node.fx = node.x; node.fy = node.y; });

  // The panel.
  const panel = byId("panel");
  const closeButton = () => element("button", { class: "close", type: "button", "aria-label": "Close", onclick: () => clear() }, "×");
  const pairs = (list) => (list.length ? element("dl", {}, ...list.flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, value)])) : null);
  const statusTag = (edge) => (edge.st && edge.st !== "asserted" ? element("span", { class: "status " + edge.st }, edge.st) : null);

  const choose = (node) => {
    chosen = node;
    for (const edge of node.edges) { open.add(edge.source); open.add(edge.target); }
    refresh();
    const groups = new Map();
    for (const edge of node.edges) {
      const name = edge.source === node ? edge.r + " →" : "← " + edge.r;
      (groups.get(name) || groups.set(name, []).get(name)).push(edge);
    }
    panel.replaceChildren(
      closeButton(), element("h2", {}, node.n),
      element("p", { class: "kind" }, node.k + (node.a.length ? " · also " + node.a.join(", ") : "")),
      pairs(node.p) || "",
      ...[...groups].sort((a, b) => b[1].length - a[1].length).flatMap(([name, list]) => [
        element("h3", {}, name + (list.length > 1 ? "  (" + list.length + ")" : "")),
        ...list.map((edge) => element("div", { class: "fact", tabindex: "0", role: "button", onclick: () => explain(edge) },
          (edge.source === node ? edge.target : edge.source).n + " ", statusTag(edge))),
      ]));
    location.hash = encodeURIComponent(node.n);
  };

  const marked = (text, spans) => {
    const parts = [];
    let at = 0;
    for (const [start, end] of spans.filter(([s, e]) => e > s).sort((a, b) => a[0] - b[0])) {
      if (start < at) continue;
      parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
      at = end;
    }
    parts.push(text.slice(at));
    return parts;
  };

  const explain = (edge) => {
    const other = (node) => element("button", { type: "button", onclick: () => { choose(node); centre(node); } }, node.n);
    panel.replaceChildren(
      closeButton(),
      element("h2", {}, edge.source.n + " " + edge.r + " " + edge.target.n),
      element("p", { class: "kind" }, statusTag(edge), edge.c === null ? "" : " confidence " + edge.c.toFixed(2)),
      pairs(edge.p) || "",
      ...edge.e.map(([document_, sentence, ...spans]) => {
        const source = data.documents[document_];
        return element("blockquote", {}, ...marked(data.sentences[sentence], spans),
          element("footer", {}, [source.t, source.d, source.s].filter(Boolean).join(" · ")));
      }),
      element("p", {}, other(edge.source), " ", other(edge.target)));
  };

  const clear = () => {
    chosen = null;
    panel.replaceChildren();
    history.replaceState(null, "", location.pathname + location.search);
    refresh();
  };
  const centre = (node) => { graph.centerAt(node.fx, node.fy, 400); if (graph.zoom() < 1) graph.zoom(1.5, 400); };

  // Filters.
  const tally = (items) => {
    const counts = new Map();
    for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const boxes = (list, counts, hidden, colour) => {
    list.replaceChildren(...counts.map(([name, count]) => {
      const box = element("input", { type: "checkbox" });
      box.checked = true;
      box.addEventListener("change", () => { box.checked ? hidden.delete(name) : hidden.add(name); refresh(); });
      const dot = colour ? element("span", { class: "dot", style: "background:" + colour(name) }) : null;
      return element("li", {}, element("label", {}, box, dot, name || "—", element("span", { class: "count" }, String(count))));
    }));
  };
  boxes(byId("kinds"), tally(nodes.map((node) => node.k)), filters.kinds, (kind) => data.kinds[kind] || "#eee");
  boxes(byId("statuses"), tally(edges.map((edge) => edge.st || "")), filters.statuses);
  boxes(byId("relations"), tally(edges.map((edge) => edge.r)).slice(0, 200), filters.relations);
  byId("confidence").addEventListener("input", (event) => {
    filters.confidence = Number(event.target.value);
    byId("least").textContent = (filters.confidence / 100).toFixed(2);
    refresh();
  });
  byId("least").textContent = "0.00";
  if (dates.length < 2) byId("when").hidden = true;
  else {
    const [first, last] = [byId("first"), byId("last")];
    first.max = last.max = dates.length - 1;
    last.value = dates.length - 1;
    const read = () => {
      filters.first = dates[Math.min(first.value, last.value)];
      filters.last = dates[Math.max(first.value, last.value)];
      byId("from").textContent = filters.first;
      byId("to").textContent = filters.last;
    };
    for (const slider of [first, last]) slider.addEventListener("input", () => { read(); refresh(); });
    read();
  }

  // Search, by name or alias.
  const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  byId("names").append(...byDegree.slice(0, 2000).map((node) => element("option", { value: node.n })));
  const search = byId("search");
  const find = () => {
    const wanted = folded(search.value.trim());
    if (!wanted) return;
    const score = (text) => { const f = folded(text); return f === wanted ? 3 : f.startsWith(wanted) ? 2 : f.includes(wanted) ? 1 : 0; };
    let best = null, most = 0;
    for (const node of byDegree) {
      const value = Math.max(score(node.n), ...node.a.map(score));
      if (value > most) { best = node; most = value; }
    }
    // Leaving the field asks again; a panel that is there stays, so that a click on it is not lost.
    if (best && best === chosen) return;
    if (best) { choose(best); centre(best); }
    else byId("shown").textContent = "nothing is called “" + search.value + "”";
  };
  search.addEventListener("change", find);
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") find(); });

  // The same as a table, for keyboards and screen readers.
  const table = () => {
    byId("rows").replaceChildren(element("table", {},
      element("thead", {}, element("tr", {}, ...["Subject", "Relation", "Object", "Status", "Sentence"].map((head) => element("th", {}, head)))),
      element("tbody", {}, ...shown.links.slice(0, 2000).map((edge) => element("tr", {},
        element("td", {}, edge.source.n), element("td", {}, edge.r), element("td", {}, edge.target.n),
        element("td", {}, edge.st || ""),
        element("td", {}, edge.e.length ? data.sentences[edge.e[0][1]] : ""))))));
  };
  byId("table").addEventListener("click", () => {
    const rows = byId("rows");
    rows.hidden = !rows.hidden;
    byId("graph").hidden = !rows.hidden;
    byId("table").setAttribute("aria-pressed", String(!rows.hidden));
    if (rows.hidden) size(); else table();
  });
  byId("all").addEventListener("click", () => { open = new Set(nodes); refresh(); fit(); });
  // Names stand out beside the nodes at the edge.
  const room = () => Math.min(80, byId("graph").clientWidth / 10);
  const fit = () => graph.zoomToFit(400, room(), (node) => node.edges.length > 0 || nodes.length < 30);
  byId("fit").addEventListener("click", fit);
  byId("picture").addEventListener("click", () => {
    const link = element("a", { download: "graph.png", href: byId("graph").querySelector("canvas").toDataURL("image/png") });
    link.click();
  });
  const theme = (dark) => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    readColours();
    graph.backgroundColor(colours.paper);
    refresh();
  };
  byId("theme").addEventListener("click", () => theme(document.documentElement.dataset.theme !== "dark"));
  document.addEventListener("keydown", (event) => {
    if (event.target.tagName === "INPUT") { if (event.key === "Escape") event.target.blur(); return; }
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    else if (event.key === "f") fit();
    else if (event.key === "Escape") clear();
    else if (event.key === "Enter" && event.target.classList.contains("fact")) event.target.click();
  });
  const size = () => { const box = byId("graph"); graph.width(box.clientWidth).height(box.clientHeight); };
  new ResizeObserver(size).observe(byId("graph"));

  theme(matchMedia("(prefers-color-scheme: dark)").matches);
  size();
  // The library sets its own zoom when data comes; ours comes after.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    graph.zoomToFit(0, room(), (node) => node.edges.length > 0 || nodes.length < 30);
    const named = decodeURIComponent(location.hash.slice(1));
    const start = nodes.find((node) => node.n === named);
    if (start) { choose(start); centre(start); }
    document.documentElement.dataset.ready = "true";
  }));
})();
